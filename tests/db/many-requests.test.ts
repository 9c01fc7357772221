import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { readViews } from '../../src/db/request-views.ts';
import type { Database } from '../../src/db/types.ts';
import { givenDatabase } from '../support/database.ts';

const MANY = 3000;
const VIEWS = 10;

let database: Database;
beforeAll(async () => {
  database = await givenDatabase();
});
afterAll(() => database.close());

/** Requests of one guest for one place each, as the tables know them after a minute at the latest. */
async function givenRequests(): Promise<void> {
  const numbers = sql`generate_series(1, ${MANY}::int) as n`;
  await database.db.execute(sql`
    insert into requests (id, status, requester_id, requester_name, source, locale, correlation_id, created_at, updated_at)
    select 'r' || n, 'pending', 'john', 'John Doe', 'chat', 'en', 'c', now(), now() from ${numbers}`);
  await database.db.execute(sql`
    insert into guests (id, request_id, row, address, status, updated_at)
    select 'g' || n, 'r' || n, 1, n || '@gmail.com', 'waiting', now() from ${numbers}`);
  await database.db.execute(sql`
    insert into grants (guest_row_id, resource_id, status, updated_at)
    select 'g' || n, 'x', 'waiting', now() from ${numbers}`);
  await database.db.execute(sql`analyze`);
}

/** How often tables of ours were read from their beginning to their end. */
async function wholeReads(): Promise<Record<string, number>> {
  await database.db.execute(sql`select pg_stat_force_next_flush()`);
  const { rows } = await database.db.execute<{ relname: string; seq_scan: number }>(sql`
    select relname, seq_scan::int from pg_stat_user_tables
    where relname in ('requests', 'guests', 'grants')`);
  return Object.fromEntries(rows.map(({ relname, seq_scan }) => [relname, seq_scan]));
}

test('one request among thousands is found by its keys', async () => {
  await givenRequests();
  const before = await wholeReads();
  for (let number = 1; number <= VIEWS; number += 1) {
    const [view] = await readViews(database.db, [`r${number}`]);
    expect(view?.guests).toHaveLength(1);
  }
  expect(await wholeReads()).toEqual(before);
});
