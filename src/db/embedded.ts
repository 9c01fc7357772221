import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/pglite';
import { fromPglite } from 'pg-boss';
import { hasRoom, lockFolder } from '../data-folder.ts';
import { AppError } from '../errors.ts';
import { bringUpToDate } from './migrate.ts';
import { FolderPglite } from './pglite.ts';
import * as schema from './schema.ts';
import { exists, layFreshDatabase } from './template.ts';
import { checkpoint, tidyTables } from './tidy.ts';
import type { Database, Db } from './types.ts';

/** How often the engine, which has no background processes of its own, is told what to do in theirs, in ms: PostgreSQL's defaults. */
const TIDY_EVERY = 60_000;
const CHECKPOINT_EVERY = 5 * 60_000;

/**
 * Opens the embedded PostgreSQL in `dataDir`/db, for this process alone. What a commit has answered is
 * on the disk.
 *
 * @throws AppError `start.dataDirInUse` when another process has the folder, `start.dataDirUnusable`, `start.noRoom`
 */
export async function openEmbedded(dataDir: string): Promise<Database> {
  const letGo = lockFolder(dataDir, 'db.lock');
  try {
    // The engine would end in its first write, and say so in nobody's words.
    if (!(await hasRoom(dataDir))) throw new AppError('start.noRoom', { dir: dataDir });
    const folder = join(dataDir, 'db');
    if (!(await exists(folder))) await layFreshDatabase(folder);
    const engine = new FolderPglite(folder);
    await engine.waitReady;
    // One dialect, one schema; drizzle's two drivers differ in the type of raw results alone.
    const db = drizzle(engine, { schema }) as unknown as Db;
    await bringUpToDate(db);
    return embedded(engine, db, letGo);
  } catch (error) {
    letGo();
    throw error;
  }
}

function embedded(engine: FolderPglite, db: Db, letGo: () => void): Database {
  // One that fails is no loss: the next one does its work as well.
  const often = (ms: number, chore: (on: FolderPglite) => Promise<void>) =>
    setInterval(() => void chore(engine).catch(() => undefined), ms).unref();
  const chores = [often(TIDY_EVERY, tidyTables), often(CHECKPOINT_EVERY, checkpoint)];
  let closing: Promise<void> | undefined;
  return {
    kind: 'embedded',
    db,
    boss: { db: fromPglite(engine), backend: 'pglite' },
    ended: engine.ended,
    close: () => {
      for (const chore of chores) clearInterval(chore);
      closing ??= engine.close().finally(letGo);
      return closing;
    },
  };
}
