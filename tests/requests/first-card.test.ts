import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { sentCardsOf } from '../../src/db/sent-cards.ts';
import type { Database } from '../../src/db/types.ts';
import { workPending } from '../../src/jobs/pending.ts';
import { openQueue } from '../../src/jobs/queue.ts';
import { keepUnnotedCard, recordCard } from '../../src/requests/record-card.ts';
import { showFirstCard } from '../../src/requests/show-first-card.ts';
import type { RequestView } from '../../src/requests/types.ts';
import { messagesIn } from '../support/company/notifier.ts';
import { givenDatabase } from '../support/database.ts';
import { ask, type Given, givenRequests, started } from '../support/given-requests.ts';

const CHAT = 'chat-john';

let database: Database;
let given: Given;
beforeAll(async () => {
  database = await givenDatabase();
  const queue = await openQueue(database, () => undefined);
  await queue.close();
});
beforeEach(async () => {
  given = await givenRequests(database.db);
});
afterAll(() => database.close());

const pending = () => workPending(database.db, given.deps.clock);
const cards = () => messagesIn(given.company, CHAT);

/** What the turn does once Teams has taken the card. */
function shown(view: RequestView) {
  return recordCard(given.deps, {
    requestId: view.id,
    conversationId: CHAT,
    serviceUrl: 'https://teams.example/',
    activityId: 'a1',
    personId: 'john',
    role: 'requester',
    shownVersion: view.version,
    locale: 'en',
  });
}

test('a turn that was cut off leaves work behind until its card is shown', async () => {
  const view = started(await ask(given.deps, 'john', { resources: ['Project X'] }));
  expect(await pending()).toBe(1);
  await showFirstCard(given.deps, view.id);

  expect(cards()).toHaveLength(1);
  expect(await pending()).toBe(0);
});

test('a card that the turn has shown is not shown again', async () => {
  const view = started(await ask(given.deps, 'john', { resources: ['Project X'] }));
  await shown(view);
  expect(await pending()).toBe(0);
  await showFirstCard(given.deps, view.id);
  await showFirstCard(given.deps, view.id);

  expect(cards()).toHaveLength(0);
});

test('a card that nobody could note is kept once somebody has acted on it, and in a shared chat only where it was asked for', async () => {
  const view = started(await ask(given.deps, 'john', { resources: ['Project X'] }));
  const card = { requestId: view.id, serviceUrl: 'https://teams.example/', locale: 'en' };
  const his = { ...card, conversationId: CHAT, personId: 'john', role: 'requester' } as const;
  const copy = { ...card, conversationId: 'elsewhere', personId: null, role: 'shared' } as const;
  await keepUnnotedCard(given.deps, { ...his, activityId: 'a1' });
  await keepUnnotedCard(given.deps, { ...his, activityId: 'a1' });
  await keepUnnotedCard(given.deps, { ...copy, activityId: 'a2' });

  const kept = await sentCardsOf(database.db, view.id);
  expect(kept.map(({ activityId, shownVersion }) => [activityId, shownVersion])).toEqual([
    ['a1', 0],
  ]);
  expect(await given.queue.waiting()).toContain('refresh-cards');
});
