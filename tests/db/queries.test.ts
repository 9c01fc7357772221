import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  claimGreeting,
  keepConversation,
  noteRemoved,
  personalConversation,
  type SeenConversation,
} from '../../src/db/conversations.ts';
import { readFact, writeFact } from '../../src/db/facts.ts';
import { requests } from '../../src/db/schema.ts';
import {
  keepSentCard,
  noteCardGone,
  noteShownVersion,
  type SentCard,
  sentCardsOf,
} from '../../src/db/sent-cards.ts';
import type { Database } from '../../src/db/types.ts';
import type { JobQueue } from '../../src/jobs/queue.ts';
import { givenDatabase } from '../support/database.ts';
import { emptyAll } from '../support/empty-all.ts';
import { givenQueue, waitingTasks } from '../support/queue.ts';

const at = new Date('2026-11-21T12:00:00Z');
const later = new Date('2026-11-21T13:00:00Z');
let database: Database;
let queue: JobQueue;

beforeAll(async () => {
  database = await givenDatabase();
  queue = await givenQueue(database);
});
beforeEach(() => emptyAll(database.db));
afterAll(async () => {
  await queue.close();
  await database.close();
});

const givenRequest = (id: string) =>
  database.db.insert(requests).values({
    id,
    status: 'pending',
    requesterId: 'john',
    requesterName: 'John Doe',
    source: 'chat',
    locale: 'en',
    correlationId: 'c1',
    createdAt: at,
    updatedAt: at,
  });

test('of two who change a fact at once, one is told to look again', async () => {
  const { db } = database;
  expect(await readFact(db, 'cursor')).toEqual({ value: null, version: 0 });
  expect(await writeFact(db, { key: 'cursor', value: 'a', version: 0, at })).toBe(true);
  expect(await writeFact(db, { key: 'cursor', value: 'b', version: 0, at })).toBe(false);

  const { version } = await readFact(db, 'cursor');
  const both = await Promise.all([
    writeFact(db, { key: 'cursor', value: 'c', version, at }),
    writeFact(db, { key: 'cursor', value: 'd', version, at }),
  ]);
  expect(both.filter(Boolean)).toHaveLength(1);
  expect((await readFact(db, 'cursor')).version).toBe(2);
});

test('a card is kept once, knows what it shows from one drawing to the next, and is forgotten when it is gone', async () => {
  const { db } = database;
  await givenRequest('r1');
  const card: Omit<SentCard, 'goneAt' | 'shownDigest'> = {
    id: 'c1',
    requestId: 'r1',
    conversationId: 'chat',
    serviceUrl: 'http://teams',
    activityId: 'a1',
    personId: 'john',
    role: 'requester',
    shownVersion: 1,
    locale: 'en',
    createdAt: at,
  };
  await keepSentCard(db, card);
  await keepSentCard(db, { ...card, id: 'c2' });
  expect(await noteShownVersion(db, { id: 'c1', before: 1, now: 3, digest: 'd3' })).toBe(true);
  expect(await noteShownVersion(db, { id: 'c1', before: 1, now: 2, digest: 'd2' })).toBe(false);
  expect(await sentCardsOf(db, 'r1')).toEqual([
    { ...card, shownVersion: 3, shownDigest: 'd3', goneAt: null },
  ]);

  await noteCardGone(db, 'c1', later);
  expect(await sentCardsOf(db, 'r1')).toEqual([]);
});

test('a conversation keeps what a later turn leaves out, and is back when it is seen again', async () => {
  const { db } = database;
  const seen: SeenConversation = {
    conversationId: 'chat',
    kind: 'personal',
    personId: 'john',
    teamId: null,
    serviceUrl: 'http://old',
    locale: 'nl',
    at,
  };
  await keepConversation(db, seen);
  await keepConversation(db, {
    ...seen,
    personId: null,
    locale: null,
    serviceUrl: 'http://new',
    at: later,
  });
  expect(await personalConversation(db, 'john')).toMatchObject({
    serviceUrl: 'http://new',
    locale: 'nl',
    updatedAt: later,
  });

  await noteRemoved(db, 'chat', later);
  expect(await personalConversation(db, 'john')).toBeNull();
  await keepConversation(db, seen);
  expect(await personalConversation(db, 'john')).not.toBeNull();
});

test('a person is greeted by whoever comes first', async () => {
  const { db } = database;
  await keepConversation(db, {
    conversationId: 'chat',
    kind: 'personal',
    personId: 'john',
    teamId: null,
    serviceUrl: 'http://teams',
    locale: null,
    at,
  });
  const both = await Promise.all([claimGreeting(db, 'chat', at), claimGreeting(db, 'chat', later)]);
  expect(both.filter(Boolean)).toHaveLength(1);
});

test('emptying takes the jobs with the rows', async () => {
  const { db } = database;
  await givenRequest('r1');
  await db.transaction((tx) => queue.enqueue(tx, 'refresh-cards', { requestId: 'r1' }));

  await emptyAll(db);
  expect(await db.select().from(requests)).toEqual([]);
  expect(await waitingTasks(database)).toEqual([]);
});
