import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { AppError } from '../errors.ts';
import { bringUpToDate } from './migrate.ts';
import * as schema from './schema.ts';
import type { Database } from './types.ts';

/** The oldest PostgreSQL whose SQL we write, as `server_version_num` has it. */
const OLDEST = 150_000;

/** Any number, the same in every release: migrations wait for each other by it. */
const MIGRATION_LOCK = 7_238_411;

/** Connections of our own; the queue has a few more. */
const CONNECTIONS = 10;
const QUEUE_CONNECTIONS = 4;

/**
 * Whole numbers come as numbers, as PGlite gives them; the driver alone would hand out strings. Drizzle
 * takes the process' own parsers, so that is where it has to be said.
 */
function readWholeNumbers(): void {
  pg.types.setTypeParser(pg.types.builtins.INT8, Number);
}

/**
 * Opens a PostgreSQL server (15 or newer).
 *
 * @throws AppError `start.databaseUnreachable` `{reason}`, `start.databaseTooOld` `{version}`
 */
export async function openServed(databaseUrl: string): Promise<Database> {
  readWholeNumbers();
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: CONNECTIONS,
    connectionTimeoutMillis: 10_000,
    application_name: 'guestlist',
  });
  // A connection that breaks while idle is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined);
  try {
    await checkVersion(pool);
    await migrateAlone(pool);
  } catch (error) {
    await pool.end();
    throw error;
  }
  let closing: Promise<void> | undefined;
  return {
    kind: 'served',
    db: drizzle(pool, { schema }),
    boss: { connectionString: databaseUrl, max: QUEUE_CONNECTIONS },
    close: () => {
      closing ??= pool.end();
      return closing;
    },
  };
}

async function checkVersion(pool: pg.Pool): Promise<void> {
  const asked = pool.query<{ server_version: string; number: number }>(
    `select current_setting('server_version') as server_version,
            current_setting('server_version_num')::int as number`,
  );
  const { rows } = await asked.catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('start.databaseUnreachable', { reason }, { cause });
  });
  const [found] = rows;
  if (!found || found.number < OLDEST) {
    throw new AppError('start.databaseTooOld', { version: found?.server_version ?? '?' });
  }
}

/** Several processes may start at once: one migrates, the others wait and find it done. */
async function migrateAlone(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await bringUpToDate(drizzle(client, { schema }));
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    client.release();
  } catch (error) {
    // Ending the session is what surely gives the lock back.
    client.release(true);
    throw error;
  }
}
