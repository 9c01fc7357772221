import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { claimNotice, gatherClaims } from '../../src/db/notices.ts';
import type { Database } from '../../src/db/types.ts';
import { givenDatabase } from '../support/database.ts';

let database: Database;
beforeAll(async () => {
  database = await givenDatabase();
});
afterAll(() => database.close());

const notice = (subject: string) => ({
  subject,
  event: 'answered',
  activityId: null,
  at: new Date(0),
});

test('of claims that come at once each is given to one, and what was claimed before to nobody', async () => {
  expect(await claimNotice(database.db, notice('before'))).toBe(true);
  const claim = gatherClaims(database.db);
  const subjects = ['c', 'before', 'a', 'c', 'b', 'a'];
  const given = await Promise.all(subjects.map((subject) => claim(notice(subject))));
  expect(given).toEqual([true, false, true, false, true, false]);
  expect(await claim(notice('b'))).toBe(false);
  expect(await claim(notice('d'))).toBe(true);
});

test('claims that cannot be written fail, and the next ones are written', async () => {
  const claim = gatherClaims(database.db);
  const unwritable = { ...notice('bad'), at: new Date(Number.NaN) };
  await expect(claim(unwritable)).rejects.toThrow();
  expect(await claim(notice('good'))).toBe(true);
});
