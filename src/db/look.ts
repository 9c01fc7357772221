import { join } from 'node:path';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import pg from 'pg';
import { hasRoom, lockFolder } from '../data-folder.ts';
import { AppError } from '../errors.ts';
import { MIGRATIONS } from './migrate.ts';
import { FolderPglite } from './pglite.ts';
import { checkVersion } from './served.ts';
import { exists } from './template.ts';

/** What a database is to this version: `inUse` is an embedded one that a running bot has opened. */
export type DatabaseState = 'empty' | 'older' | 'current' | 'newer' | 'inUse';

type Query = (sql: string) => Promise<{ readonly rows: readonly unknown[] }>;

/**
 * Looks at a database and leaves it as it is: nothing is made, and nothing brought up to date.
 *
 * @throws AppError `start.databaseUnreachable`, `start.databaseTooOld`, `start.dataDirUnusable`, `start.noRoom`
 */
export function lookAtDatabase(settings: {
  readonly dataDir: string;
  readonly databaseUrl: string | null;
}): Promise<DatabaseState> {
  const { dataDir, databaseUrl } = settings;
  return databaseUrl === null ? lookAtEmbedded(dataDir) : lookAtServed(databaseUrl);
}

async function lookAtServed(connectionString: string): Promise<DatabaseState> {
  const application_name = 'guestlist doctor';
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: 10_000,
    application_name,
  });
  client.on('error', () => undefined);
  try {
    await checkVersion(client);
    return await stateOf((sql) => client.query(sql));
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function lookAtEmbedded(dataDir: string): Promise<DatabaseState> {
  const folder = join(dataDir, 'db');
  if (!(await exists(folder))) return 'empty';
  if (!(await hasRoom(dataDir))) throw new AppError('start.noRoom', { dir: dataDir });
  const letGo = tryFolder(dataDir);
  if (!letGo) return 'inUse';
  try {
    const engine = new FolderPglite(folder);
    await engine.waitReady;
    try {
      return await stateOf((sql) => engine.query(sql));
    } finally {
      await engine.close();
    }
  } finally {
    letGo();
  }
}

function tryFolder(dataDir: string): (() => void) | null {
  try {
    return lockFolder(dataDir, 'db.lock');
  } catch (error) {
    if (error instanceof AppError && error.code === 'start.dataDirInUse') return null;
    throw error;
  }
}

/** The migrator notes each migration by its time; the newest one tells. */
async function stateOf(query: Query): Promise<DatabaseState> {
  const [table] = (await query(`select to_regclass('drizzle.__drizzle_migrations')::text as name`))
    .rows;
  if (!Object(table).name) return 'empty';
  const [last] = (
    await query('select max(created_at)::text as newest from drizzle.__drizzle_migrations')
  ).rows;
  const newest = Number(Object(last).newest ?? 0);
  const ours = readMigrationFiles({ migrationsFolder: MIGRATIONS }).at(-1)?.folderMillis ?? 0;
  if (newest === ours) return 'current';
  return newest < ours ? 'older' : 'newer';
}
