import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { count, sql } from 'drizzle-orm';
import { facts } from '../../src/db/schema.ts';
import type { Database } from '../../src/db/types.ts';
import { givenDatabase } from '../support/database.ts';

let database: Database;
beforeAll(async () => {
  database = await givenDatabase();
});
afterAll(() => database.close());

test('whole numbers of the database are numbers, whichever database it is', async () => {
  const { db } = database;
  await db.insert(facts).values({ key: 'one', value: { a: 1 }, updatedAt: new Date(0) });

  const raw = await db.execute<{ many: number; version: number }>(
    sql`select count(*) as many, max(version) as version from facts`,
  );
  expect(raw.rows).toEqual([{ many: 1, version: 1 }]);
  expect(await db.select({ many: count() }).from(facts)).toEqual([{ many: 1 }]);
});

test('moments and documents come back as they were written', async () => {
  const { db } = database;
  const at = new Date('2026-11-21T10:00:00.123Z');
  await db.insert(facts).values({ key: 'two', value: ['x', null, { deep: true }], updatedAt: at });

  const [row] = await db.select().from(facts).where(sql`key = 'two'`);
  expect(row).toEqual({
    key: 'two',
    value: ['x', null, { deep: true }],
    version: 1,
    updatedAt: at,
  });
});
