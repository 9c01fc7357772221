import { openEmbedded } from './embedded.ts';
import { openServed } from './served.ts';
import type { Database } from './types.ts';

/**
 * Opens the database and brings its schema up to date: the PostgreSQL server at `databaseUrl`, or,
 * without one, the embedded engine in `dataDir`/db.
 *
 * @throws AppError `start.dataDirInUse` `{dir}`, `start.noRoom` `{dir}`, `start.databaseUnreachable` `{reason}`,
 *   `start.databaseTooOld` `{version}`
 */
export function openDatabase(settings: {
  readonly dataDir: string;
  readonly databaseUrl: string | null;
}): Promise<Database> {
  return settings.databaseUrl === null
    ? openEmbedded(settings.dataDir)
    : openServed(settings.databaseUrl);
}
