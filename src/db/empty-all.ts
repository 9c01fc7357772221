import { DrizzleQueryError, getTableName, is, sql } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { queueJobs } from './queue-tables.ts';
import * as schema from './schema.ts';
import type { Db } from './types.ts';

/** Of two transactions that wait for each other, PostgreSQL ends one with this code. */
const DEADLOCK = '40P01';

/**
 * Empties every table of the product, and the queue: the sandbox goes back to its start. All or nothing.
 * Jobs may run meanwhile; where one of them stands in the way, it is tried again.
 */
export async function emptyAll(db: Db): Promise<void> {
  for (let triesLeft = 5; ; triesLeft -= 1) {
    try {
      return await emptyOnce(db);
    } catch (error) {
      if (triesLeft === 0 || !isDeadlock(error)) throw error;
    }
  }
}

async function emptyOnce(db: Db): Promise<void> {
  const tables = Object.values(schema)
    .filter((each) => is(each, PgTable))
    .map((table) => sql.identifier(getTableName(table)));
  await db.transaction(async (tx) => {
    await tx.execute(sql`truncate ${sql.join(tables, sql`, `)} restart identity cascade`);
    await tx.delete(queueJobs);
  });
}

function isDeadlock(error: unknown): boolean {
  const cause = error instanceof DrizzleQueryError ? error.cause : undefined;
  return cause !== undefined && 'code' in cause && cause.code === DEADLOCK;
}
