import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Database } from '../../src/db/types.ts';
import { approveRequest } from '../../src/requests/approve-request.ts';
import { recordCard } from '../../src/requests/record-card.ts';
import { refreshCards } from '../../src/requests/refresh-cards.ts';
import { givenDatabase } from '../support/database.ts';
import { ask, type Given, givenRequests, started } from '../support/given-requests.ts';

let database: Database;
let given: Given;
beforeAll(async () => {
  database = await givenDatabase();
});
beforeEach(async () => {
  given = await givenRequests(database.db);
});
afterAll(() => database.close());

const CHAT = { conversationId: 'chat-john', serviceUrl: 'https://teams.test/' };

/** A request for two places with John's card of it, which each of two approvals changes. */
async function givenCard() {
  const { deps } = given;
  const view = started(await ask(deps, 'john', { resources: ['Project X', 'Marketing'] }));
  const { activityId } = await deps.notifier.post(CHAT, { text: 'first' });
  const shown = { requestId: view.id, ...CHAT, activityId, shownVersion: view.version };
  await recordCard(deps, { ...shown, personId: 'john', role: 'requester', locale: 'en' });
  return {
    approve: (actorId: string) => approveRequest(deps, { requestId: view.id, actorId }),
    refresh: (notifier = deps.notifier) => refreshCards({ ...deps, notifier }, view.id),
    shows: () => given.company.posted.find((each) => each.activityId === activityId)?.message.text,
  };
}

/** A way to Teams whose first update is held up until `release`. */
function heldUp() {
  let release = () => {};
  let reached = () => {};
  const open = new Promise<void>((resolve) => {
    release = resolve;
  });
  const underWay = new Promise<void>((resolve) => {
    reached = resolve;
  });
  let first = true;
  const { notifier } = given.deps;
  const update: typeof notifier.update = async (...call) => {
    if (first) {
      first = false;
      reached();
      await open;
    }
    return notifier.update(...call);
  };
  return { notifier: { ...notifier, update }, underWay, release };
}

test('a drawing that arrives after a newer one does not stay on top', async () => {
  const card = await givenCard();
  const slow = heldUp();
  await card.approve('megan');
  const first = card.refresh(slow.notifier);
  await slow.underWay;
  const { version } = await card.approve('adele');
  await card.refresh();
  slow.release();
  await first;
  expect(card.shows()).toBe(`requester sees working v${version}`);
});

test('a card that shows what there is is not drawn again', async () => {
  const card = await givenCard();
  await card.approve('megan');
  await card.refresh();
  const before = given.company.posted.map(({ edits }) => edits);
  await card.refresh();
  expect(given.company.posted.map(({ edits }) => edits)).toEqual(before);
});
