import { getTableName, is, sql } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { queueJobs } from './queue-tables.ts';
import * as schema from './schema.ts';
import type { Db } from './types.ts';

/** Empties every table of the product, and the queue: the sandbox goes back to its start. All or nothing. */
export async function emptyAll(db: Db): Promise<void> {
  const tables = Object.values(schema)
    .filter((each) => is(each, PgTable))
    .map((table) => sql.identifier(getTableName(table)));
  await db.transaction(async (tx) => {
    await tx.execute(sql`truncate ${sql.join(tables, sql`, `)} restart identity cascade`);
    await tx.delete(queueJobs);
  });
}
