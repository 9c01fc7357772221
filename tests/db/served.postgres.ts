import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { openDatabase } from '../../src/db/open.ts';
import type { JobQueue } from '../../src/jobs/queue.ts';
import { givenWorker } from '../jobs/given-worker.ts';
import { givenPlace, type Place } from '../support/database.ts';
import { emptyAll } from '../support/empty-all.ts';
import { givenQueue, until } from '../support/queue.ts';

// Only `npm run test:postgres` runs this file: what it says is true of a server alone.

let place: Place;
beforeEach(async () => {
  place = await givenPlace();
});
afterEach(() => place.remove());

test('the suite runs on a server', () => {
  expect(place.databaseUrl).toMatch(/^postgres:/);
});

test('processes that start at once on an empty server migrate it once, and each can work', async () => {
  const opened = await Promise.all([1, 2, 3, 4].map(() => openDatabase(place)));
  const queues = await Promise.all(opened.map(givenQueue));

  const [first] = opened;
  const migrations = await first?.db.execute<{ times: number }>(
    sql`select count(*) as times from drizzle.__drizzle_migrations group by hash`,
  );
  expect(migrations?.rows.length).toBeGreaterThan(0);
  expect(migrations?.rows.every((row) => row.times === 1)).toBe(true);

  await Promise.all(queues.map((queue) => queue.close()));
  await Promise.all(opened.map((each) => each.close()));
});

test('a job that one process queues is run by another, once', async () => {
  const databases = await Promise.all([1, 2, 3].map(() => openDatabase(place)));
  const queues = await Promise.all(databases.map(givenQueue));
  const [asking, ...working] = queues;
  const ran: string[] = [];
  const workers = await Promise.all(
    working.map((queue: JobQueue) =>
      givenWorker(queue, { 'send-invitation': { run: ({ rowId }) => void ran.push(rowId) } }),
    ),
  );

  const rows = Array.from({ length: 50 }, (_, row) => `g${String(row).padStart(2, '0')}`);
  await asking?.database.db.transaction(async (tx) => {
    for (const rowId of rows) await asking.enqueue(tx, 'send-invitation', { rowId });
  });
  await until(() => ran.length >= rows.length);

  await Promise.all(workers.map((worker) => worker.stop()));
  expect(ran.sort()).toEqual(rows);
  await Promise.all(queues.map((queue) => queue.close()));
  await Promise.all(databases.map((each) => each.close()));
});

test('a connection that the server cuts is replaced', async () => {
  const database = await openDatabase(place);
  const other = await openDatabase(place);
  await database.db.execute(sql`select 1`);

  await other.db.execute(sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`);
  const answer = await until(() =>
    database.db.execute(sql`select 1 as one`).catch(() => undefined),
  );
  expect(answer.rows).toEqual([{ one: 1 }]);
  await database.close();
  await other.close();
});

test('emptying gets its way against a transaction that holds what it needs and wants more', async () => {
  const database = await openDatabase(place);
  const queue = await givenQueue(database);
  const { db } = database;
  const held = Promise.withResolvers<void>();
  const working = db.transaction(async (tx) => {
    await tx.execute(sql`lock table timers in row exclusive mode`);
    held.resolve();
    await until(async () => {
      const { rows } = await db.execute(sql`select 1 from pg_locks where not granted`);
      return rows.length > 0;
    });
    await tx.execute(sql`select * from requests`);
  });
  await held.promise;

  const ended = await Promise.allSettled([emptyAll(db), working]);
  expect(ended[0].status).toBe('fulfilled');
  await queue.close();
  await database.close();
});
