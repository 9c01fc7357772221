import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { AppError } from '../errors.ts';
import { LOCKS } from './locks.ts';
import { bringUpToDate } from './migrate.ts';
import * as schema from './schema.ts';
import { troubleOf } from './trouble.ts';
import type { Database, Db } from './types.ts';

/** The oldest PostgreSQL whose SQL we write, as `server_version_num` has it. */
const OLDEST = 150_000;

/** Connections of our own; the queue has a few more. */
const CONNECTIONS = 10;
const QUEUE_CONNECTIONS = 4;

/** A connection is made within this, or there is no way to the server, in ms. */
const CONNECT_MS = 3000;

/** The longest that anything of ours waits for a lock, in ms: a person would wait with it. */
const LOCK_MS = 2000;

/**
 * The longest that a statement may take, in ms, as the server counts and, a moment later, as we do where
 * nothing comes from there any more. Nothing of ours takes a tenth of it.
 */
const STATEMENT_MS = 5000;
const ANSWER_MS = 6000;

/**
 * A transaction in which nothing happens for this long, in ms, belongs to a process that was stopped or
 * cut off: the server ends it, so that its locks hold up nobody else.
 */
const IDLE_IN_TRANSACTION_MS = 5000;

/** The queue's own statements wait for each other where several processes start at once, in ms. */
const QUEUE_ANSWER_MS = 15_000;

/** A server that is away comes back. */
const NEVER = new Promise<never>(() => undefined);

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
  await prepare(databaseUrl);
  const pool = openPool(databaseUrl);
  let closing: Promise<void> | undefined;
  return {
    kind: 'served',
    db: Object.assign(drizzle(pool, { schema }), { transaction: transactionsOn(pool) }),
    boss: {
      connectionString: databaseUrl,
      max: QUEUE_CONNECTIONS,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: QUEUE_ANSWER_MS,
      keepAlive: true,
    },
    ended: NEVER,
    close: () => {
      closing ??= pool.end();
      return closing;
    },
  };
}

function openPool(databaseUrl: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    lock_timeout: LOCK_MS,
    statement_timeout: STATEMENT_MS,
    query_timeout: ANSWER_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
    application_name: 'guestlist',
  });
  // A connection that breaks is replaced at the next query. Without a listener it would end the process:
  // the pool's hears of those that rest, a connection's own of those that are in use.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/**
 * Drizzle's own would keep a connection for good that breaks as a transaction begins, and hand one on on
 * which a statement still hangs.
 */
function transactionsOn(pool: pg.Pool): Db['transaction'] {
  const known = new WeakMap<pg.PoolClient, Db>();
  return async (work, settings) => {
    const client = await pool.connect();
    const db = known.get(client) ?? drizzle(client, { schema });
    known.set(client, db);
    let broken = false;
    try {
      return await db.transaction(work, settings);
    } catch (error) {
      broken = troubleOf(error) === 'away';
      throw error;
    } finally {
      client.release(broken);
    }
  };
}

/** Sees to it that the server is new enough and has our tables. Its locks may take longer than a turn's. */
async function prepare(databaseUrl: string): Promise<void> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: 10_000,
    application_name: 'guestlist',
  });
  client.on('error', () => undefined);
  try {
    await checkVersion(client);
    await migrateAlone(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Connects, and sees whether the server is new enough.
 *
 * @throws AppError `start.databaseUnreachable` `{reason}`, `start.databaseTooOld` `{version}`
 */
export async function checkVersion(client: pg.Client): Promise<void> {
  const asked = client.connect().then(() =>
    client.query<{ server_version: string; number: number }>(
      `select current_setting('server_version') as server_version,
              current_setting('server_version_num')::int as number`,
    ),
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

/** Several processes may start at once: one migrates, the others wait and find it done. The session's end gives the lock back. */
async function migrateAlone(client: pg.Client): Promise<void> {
  await client.query('select pg_advisory_lock($1)', [LOCKS.migrating]);
  await bringUpToDate(drizzle(client, { schema }));
}
