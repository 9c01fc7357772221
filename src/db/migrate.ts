import { fileURLToPath } from 'node:url';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import type { Db } from './types.ts';

/** The generated SQL beside this file (append-only: `npm run migration` adds the next one). */
export const MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url));

/**
 * Brings the schema up to date. The caller holds the lock that keeps a second process out.
 */
export function bringUpToDate(db: Db): Promise<void> {
  return migrate(db, { migrationsFolder: MIGRATIONS });
}
