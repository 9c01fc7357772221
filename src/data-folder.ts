import { accessSync, closeSync, constants, mkdirSync, openSync, statfs } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { tryLock } from 'fs-native-extensions';
import { AppError } from './errors.ts';

/**
 * Makes the data folder where it is missing.
 *
 * @throws AppError `start.dataDirUnusable` where it is no folder, or not one that we may write to
 */
export function makeDataFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new AppError('start.dataDirUnusable', { dir: dataDir }, { cause });
  }
}

/** The database's log grows by files of 16 MB: where there is no room for two of them, it soon cannot be written. */
const ROOM_NEEDED = 32 * 1024 * 1024;

/** Whether the disk that the data folder lies on has room for what is to be written next. */
export async function hasRoom(dataDir: string): Promise<boolean> {
  const { bavail, bsize } = await promisify(statfs)(dataDir);
  return bavail * bsize >= ROOM_NEEDED;
}

/**
 * Takes a data folder for this process alone, and makes it where it is missing. Two processes on one
 * PGlite folder destroy it silently; this is the operating system's own lock, so `kill -9` releases
 * it, too. The file stays: removing it would let a third process lock another one of the same name.
 *
 * @param file the lock's own file: processes of different kinds share a folder
 * @returns lets go of the folder
 * @throws AppError `start.dataDirInUse` at once, when another process has it; `start.dataDirUnusable`
 */
export function lockFolder(dataDir: string, file: 'db.lock' | 'sandbox.lock'): () => void {
  makeDataFolder(dataDir);
  const fd = openLock(dataDir, file);
  if (!tryLock(fd)) {
    closeSync(fd);
    throw new AppError('start.dataDirInUse', { dir: dataDir });
  }
  return () => closeSync(fd);
}

function openLock(dataDir: string, file: string): number {
  try {
    return openSync(join(dataDir, file), 'a+');
  } catch (cause) {
    throw new AppError('start.dataDirUnusable', { dir: dataDir }, { cause });
  }
}
