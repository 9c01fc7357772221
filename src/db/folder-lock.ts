import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { tryLock } from 'fs-native-extensions';
import { AppError } from '../errors.ts';

/**
 * Takes a data folder for this process alone, and makes it where it is missing. Two processes on one
 * PGlite folder destroy it silently; this is the operating system's own lock, so `kill -9` releases
 * it, too. The file stays: removing it would let a third process lock another one of the same name.
 *
 * @returns lets go of the folder
 * @throws AppError `start.dataDirInUse` at once, when another process has it
 */
export function lockFolder(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  const fd = openSync(join(dataDir, 'db.lock'), 'a+');
  if (!tryLock(fd)) {
    closeSync(fd);
    throw new AppError('start.dataDirInUse', { dir: dataDir });
  }
  return () => closeSync(fd);
}
