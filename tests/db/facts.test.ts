import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readFact, writeFact } from '../../src/db/facts.ts';
import type { Database } from '../../src/db/types.ts';
import { givenDatabase } from '../support/database.ts';

const at = new Date('2026-11-21T09:00:00Z');

let database: Database;
beforeAll(async () => {
  database = await givenDatabase();
});
afterAll(() => database.close());

let count = 0;

async function written(value: unknown): Promise<unknown> {
  count += 1;
  const key = `fact ${count}`;
  await writeFact(database.db, { key, value, version: 0, at });
  return (await readFact(database.db, key)).value;
}

test.each(['69855337', '12e45678', 'true', 'null', '"quoted"', '{"a":1}', ''])(
  'the text %j is kept as a text',
  async (text) => {
    expect(await written(text)).toBe(text);
  },
);

test('whatever JSON a fact is, it is read as it was written', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.jsonValue({ noUnicodeString: false }).filter((value) => value !== null && sane(value)),
      async (value) => {
        expect(await written(value)).toEqual(JSON.parse(JSON.stringify(value)));
      },
    ),
    { numRuns: 200, seed: 5 },
  );
});

/** PostgreSQL's JSON holds no NUL and no half of a surrogate pair. */
function sane(value: unknown): boolean {
  const text = JSON.stringify(value);
  return !/\\u0000|\\ud[89a-f]/i.test(text);
}
