import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { claimNotice, findNotice } from '../../src/db/notices.ts';
import type { Database } from '../../src/db/types.ts';
import { awaitOldActivities, forgetOldActivities } from '../../src/jobs/old-activities.ts';
import { givenDatabase } from '../support/database.ts';

const NOW = new Date('2026-11-21T12:00:00Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 24 * 3600 * 1000);

let database: Database;
beforeAll(async () => {
  database = await givenDatabase();
});
afterAll(() => database?.close());

test('activities are forgotten after a month, what was told of requests is not, and the next day it goes on', async () => {
  const { db } = database;
  const note = (subject: string, event: string, days: number) =>
    claimNotice(db, { subject, event, activityId: null, at: daysAgo(days) });
  await note('chat old', 'answered', 32);
  await note('chat old', 'denied', 32);
  await note('chat new', 'answered', 30);
  await note('k7m2p9qa', 'told.decided', 400);
  await awaitOldActivities(db, { now: () => NOW });
  await awaitOldActivities(db, { now: () => daysAgo(-5) });

  await db.transaction((tx) => forgetOldActivities(tx, NOW));

  expect(await findNotice(db, 'chat old', 'answered')).toBeNull();
  expect(await findNotice(db, 'chat old', 'denied')).toBeNull();
  expect(await findNotice(db, 'chat new', 'answered')).not.toBeNull();
  expect(await findNotice(db, 'k7m2p9qa', 'told.decided')).not.toBeNull();
  const timers = await db.query.timers.findMany();
  expect(timers.map(({ dueAt }) => dueAt)).toEqual([daysAgo(-1)]);
});
