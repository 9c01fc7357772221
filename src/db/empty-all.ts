import { getTableName, is, notInArray, sql } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { LASTING_FACTS, readFact, writeFact } from './facts.ts';
import { LOCKS } from './locks.ts';
import { queueJobs } from './queue-tables.ts';
import * as schema from './schema.ts';
import { troubleOf } from './trouble.ts';
import type { Db, Tx } from './types.ts';

/** The fact that says which beginning the data have come from. */
export interface Beginning {
  readonly key: string;
  readonly value: string;
  readonly at: Date;
}

/**
 * Empties everything but lasting facts for a new beginning, the sandbox having gone back to its start: once,
 * however many processes ask for it. All or nothing; where a job stands in the way, it is tried again. The first
 * beginning of all finds nothing to empty.
 */
export function beginAnew(db: Db, { key, value, at }: Beginning): Promise<void> {
  return insistently(db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${LOCKS.emptying}::bigint)`);
    const { value: kept } = await readFact(tx, key);
    if (kept === value) return;
    if (kept !== null) await emptyOnce(tx);
    await writeFact(tx, { key, value, version: 0, at });
  });
}

async function insistently(db: Db, change: (tx: Tx) => Promise<void>): Promise<void> {
  for (let triesLeft = 5; ; triesLeft -= 1) {
    try {
      return await db.transaction(change);
    } catch (error) {
      if (triesLeft === 0 || troubleOf(error) !== 'locked') throw error;
    }
  }
}

async function emptyOnce(tx: Tx): Promise<void> {
  const tables = Object.values(schema)
    .filter((each) => is(each, PgTable) && each !== schema.facts)
    .map((table) => sql.identifier(getTableName(table)));
  await tx.execute(sql`truncate ${sql.join(tables, sql`, `)} restart identity cascade`);
  await tx.execute(sql`lock table ${schema.facts} in access exclusive mode`);
  await tx.delete(schema.facts).where(notInArray(schema.facts.key, Object.values(LASTING_FACTS)));
  await tx.delete(queueJobs);
}
