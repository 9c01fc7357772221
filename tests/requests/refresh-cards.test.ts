import { expect, test } from '@jest/globals';
import { countUp } from '../../src/db/requests.ts';
import { AppError } from '../../src/errors.ts';

import { approveRequest } from '../../src/requests/approve-request.ts';
import type { NotifyDeps } from '../../src/requests/deps.ts';
import { recordCard } from '../../src/requests/record-card.ts';
import { refreshCards } from '../../src/requests/refresh-cards.ts';
import type { RequestView } from '../../src/requests/types.ts';
import { ask, type Given, runJobs, started } from '../support/given-requests.ts';
import { withCompany } from '../support/with-company.ts';

let given: Given;
withCompany((fresh) => {
  given = fresh;
});

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
    refresh: (own: Partial<NotifyDeps> = {}) => refreshCards({ ...deps, ...own }, view.id),
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
  const first = card.refresh({ notifier: slow.notifier });
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

test('a card that would say what it says already is left alone', async () => {
  const card = await givenCard();
  const presenter = {
    ...given.deps.presenter,
    requestMessage: (view: RequestView) => ({ text: `about ${view.id}` }),
  };
  const edits = () => given.company.posted.map((each) => each.edits);
  await card.approve('megan');
  await card.refresh({ presenter });
  expect(edits()).toEqual([1]);
  await card.approve('adele');
  await card.refresh({ presenter });
  expect(edits()).toEqual([1]);
});

test('a change that commits while a card is being recorded reaches that card', async () => {
  const { db, clock } = given.deps;
  const held = Promise.withResolvers<void>();
  const changed = Promise.withResolvers<void>();
  const view = started(await ask(given.deps, 'john', { resources: ['Project X', 'Marketing'] }));
  const { activityId } = await given.deps.notifier.post(CHAT, { text: 'first' });
  const changing = db.transaction(async (tx) => {
    await countUp(tx, view.id, clock.now());
    changed.resolve();
    await held.promise;
  });
  await changed.promise;
  const card = { requestId: view.id, ...CHAT, activityId, shownVersion: view.version };
  const recorded = recordCard(given.deps, {
    ...card,
    personId: 'john',
    role: 'requester',
    locale: 'en',
  });
  const soon = new Promise((resolve) => setTimeout(() => resolve('it waits'), 300));
  expect(await Promise.race([recorded, soon])).toBe('it waits');
  held.resolve();
  await Promise.all([recorded, changing]);

  expect(await given.queue.waiting()).toContain('refresh-cards');
  await refreshCards(given.deps, view.id);
  const posted = given.company.posted.find((each) => each.activityId === activityId);
  expect(posted?.message.text).toBe(`requester sees pending v${view.version + 1}`);
});

test('a card in a chat that we are let in no more is given up, and the others are redrawn', async () => {
  const card = await givenCard();
  const view = await card.approve('megan');
  const hers = { conversationId: 'chat-megan', serviceUrl: CHAT.serviceUrl };
  const shown = { requestId: view.id, ...hers, activityId: 'hers', shownVersion: 1 };
  await recordCard(given.deps, { ...shown, personId: 'megan', role: 'approver', locale: 'en' });
  let refusals = 0;
  const { notifier } = given.deps;
  const update: typeof notifier.update = async (chat, ...change) => {
    if (chat.conversationId !== hers.conversationId) return notifier.update(chat, ...change);
    refusals += 1;
    throw new AppError('chat.notReachable');
  };
  const own = { notifier: { ...notifier, update } };
  await card.refresh(own);
  expect(card.shows()).toBe(`requester sees pending v${view.version}`);
  const { version } = await card.approve('adele');
  await card.refresh(own);
  expect(card.shows()).toBe(`requester sees working v${version}`);
  expect(refusals).toBe(1);
});

test('a card that Teams finds wrong is our failure, and is tried again with the next change', async () => {
  const card = await givenCard();
  const { version } = await card.approve('megan');
  const { company } = given;
  company.faults.push({ call: 'update', when: 'before', error: new AppError('chat.refused') });
  await expect(card.refresh()).rejects.toMatchObject({ code: 'chat.refused' });
  await card.refresh();
  expect(card.shows()).toBe(`requester sees pending v${version}`);
});

test('a card whose message is gone is not redrawn any more', async () => {
  const { company, deps } = given;
  const { id } = started(await ask(deps, 'john'));
  await runJobs(given);
  company.posted.length = 0;
  await approveRequest(deps, { requestId: id, actorId: 'megan' });
  await runJobs(given);
  const cards = await given.deps.db.query.sentCards.findMany();
  expect(cards).toMatchObject([{ personId: 'megan', goneAt: expect.any(Date) }]);
});
