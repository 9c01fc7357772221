import fs, { existsSync, readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { sep } from 'node:path';

/**
 * Loaded into the bot before its own code (`--import`): from the moment at which the file `DISK_FULL` is there, its
 * data folder lies on a full disk. `growing` in it: what makes a file longer fails with ENOSPC, and what overwrites
 * what is there goes well, as on most file systems. `all`: every write fails, as where each one takes new blocks
 * (copy on write, a quota). No root is needed, and it is the same on every machine.
 */
const { DISK_FULL = '', DATA_DIR = '' } = process.env;

if (process.argv[1]?.endsWith('src/index.ts')) fillWhenTold();

function fillWhenTold(): void {
  const ours = new Set<number>();
  const { openSync, writeSync, ftruncateSync, statfs } = fs;

  fs.openSync = (path, ...rest) => {
    const fd = openSync(path, ...rest);
    if (String(path).startsWith(DATA_DIR + sep)) ours.add(fd);
    else ours.delete(fd);
    return fd;
  };
  fs.writeSync = ((fd: number, data: NodeJS.ArrayBufferView, ...rest: (number | null)[]) => {
    const [offset, length, position] = rest;
    const bytes = length ?? data.byteLength - (offset ?? 0);
    if (ours.has(fd)) refuse(fd, position === null ? undefined : position, bytes, 'write');
    return Reflect.apply(writeSync, fs, [fd, data, ...rest]);
  }) as typeof fs.writeSync;
  fs.ftruncateSync = (fd, length) => {
    if (ours.has(fd)) refuse(fd, 0, length ?? 0, 'ftruncate');
    ftruncateSync(fd, length);
  };
  fs.statfs = ((path: string, told: (error: Error | null, found?: fs.StatsFs) => void) => {
    statfs(path, (error, found) => told(error, found && full() ? { ...found, bavail: 0 } : found));
  }) as typeof fs.statfs;
  syncBuiltinESMExports();
}

function full(): string | null {
  return existsSync(DISK_FULL) ? readFileSync(DISK_FULL, 'utf8') : null;
}

function refuse(fd: number, position: number | undefined, bytes: number, syscall: string): void {
  const how = full();
  if (!how) return;
  const { size } = fs.fstatSync(fd);
  if (how === 'growing' && (position ?? size) + bytes <= size) return;
  const error = Object.assign(new Error(`ENOSPC: no space left on device, ${syscall}`), {
    code: 'ENOSPC',
    errno: -28,
    syscall,
  });
  throw error;
}
