import { DrizzleQueryError } from 'drizzle-orm';

/**
 * Why a query was not answered where waiting may mend it. `locked`: somebody else is changing the same
 * rows. `full`: there is no room for what is to be written. `away`: there is no server, or no way to it.
 */
export type Trouble = 'locked' | 'full' | 'away';

/** Of PostgreSQL: a lock not got in time (`lock_timeout`), and conflicts between transactions. */
const LOCKED = /^(?:40|55P03$)/;

/** Of PostgreSQL: the disk. */
const FULL = '53100';

/**
 * The connection, no room, a server that goes or comes, a session that idled in its transaction for too long,
 * a server that may only read: another one has taken its place, and the name leads there soon.
 */
const AWAY = /^(?:08|53|57P|57014$|25P03$|25006$)/;

/** Of the network beneath it. */
const SYSTEM = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EAI_AGAIN',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** The driver's own errors carry no code. */
const UNCODED =
  /^(?:Connection terminated|Query read timeout|timeout e(?:xceeded|xpired)|Client (?:has encountered a connection error|was closed))/;

/** The error behind drizzle's, which holds the values of the query, and those belong into no log. */
export function rootCause(error: unknown): unknown {
  return error instanceof DrizzleQueryError ? (error.cause ?? error) : error;
}

/** What is the matter with the database, where an error comes from there and may pass; null: something else. */
export function troubleOf(error: unknown): Trouble | null {
  const cause = rootCause(error);
  if (!(cause instanceof Error)) return null;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  if (LOCKED.test(code)) return 'locked';
  if (code === FULL) return 'full';
  return AWAY.test(code) || SYSTEM.has(code) || UNCODED.test(cause.message) ? 'away' : null;
}
