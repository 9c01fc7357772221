import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { makeDataFolder } from './data-folder.ts';
import { AppError } from './errors.ts';

/** AES-256, in bytes. */
const KEY_LENGTH = 32;

/**
 * The key of a sandbox that was given none: made once, 32 bytes, readable by its owner only. It is whole
 * on the disk before it is there under its name, so that no link is ever sealed with one that gets lost.
 *
 * @throws AppError `start.linkKeyBroken` `{file}`, `start.dataDirUnusable`
 */
export function keptLinkKey(dataDir: string): Buffer {
  const file = join(dataDir, 'link.key');
  makeDataFolder(dataDir);
  if (!existsSync(file)) makeKey(file);
  const key = readFileSync(file);
  if (key.length !== KEY_LENGTH) throw new AppError('start.linkKeyBroken', { file });
  return key;
}

/** Two processes may make it at once: the first name stands, and both read that one. */
function makeKey(file: string): void {
  const draft = `${file}.${process.pid}`;
  rmSync(draft, { force: true });
  const fd = openSync(draft, 'wx', 0o600);
  writeSync(fd, randomBytes(KEY_LENGTH));
  fsyncSync(fd);
  closeSync(fd);
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
