import { fileURLToPath } from 'node:url';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import type { Db } from './types.ts';

/**
 * Brings the schema up to date by the generated SQL beside this file (append-only: `npm run migration`
 * adds the next one). The caller holds the lock that keeps a second process out.
 */
export function bringUpToDate(db: Db): Promise<void> {
  return migrate(db, { migrationsFolder: fileURLToPath(new URL('./migrations', import.meta.url)) });
}
