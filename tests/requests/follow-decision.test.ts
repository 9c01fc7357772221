import { expect, test } from '@jest/globals';
import { approveRequest } from '../../src/requests/approve-request.ts';
import { denyRequest } from '../../src/requests/deny-request.ts';
import { followDecision } from '../../src/requests/follow-decision.ts';
import { ask, type Given, started } from '../support/given-requests.ts';
import { withCompany } from '../support/with-company.ts';

let given: Given;
withCompany((fresh) => {
  given = fresh;
});

/** A request of John's for so many guests, of which nobody was asked yet. */
async function givenRequest(count = 1): Promise<string> {
  const guests = Array.from({ length: count }, (_, row) => ({
    address: `guest${row}@gmail.com`,
    name: null,
  }));
  const { id } = started(await ask(given.deps, 'john', { guests }));
  await given.queue.take();
  return id;
}

/** Runs the one job that a decision queues, and then again. */
async function follow(): Promise<void> {
  const job = await given.queue.take();
  if (job?.task !== 'follow-decision') throw new Error(`Queued was ${job?.task}`);
  const decision = job.data as { requestId: string; version: number };
  await followDecision(given.deps, decision);
  await followDecision(given.deps, decision);
}

test('an approval is followed by the work, the word to the requester and new cards, each queued once', async () => {
  const requestId = await givenRequest();
  await approveRequest(given.deps, { requestId, actorId: 'megan' });
  await follow();
  expect(await given.queue.waiting()).toEqual([
    'provision-guests',
    'tell-requester',
    'refresh-cards',
  ]);
});

test('a denial is followed by words and cards alone', async () => {
  const requestId = await givenRequest();
  await denyRequest(given.deps, { requestId, actorId: 'megan', reason: 'Not now' });
  await follow();
  expect(await given.queue.waiting()).toEqual(['tell-requester', 'refresh-cards']);
});

test('however many guests are approved, the press queues one job', async () => {
  const requestId = await givenRequest(50);
  await approveRequest(given.deps, { requestId, actorId: 'megan' });
  expect(await given.queue.waiting()).toEqual(['follow-decision']);
  await follow();
  const provisioning = await given.queue.take();
  expect(provisioning).toMatchObject({ task: 'provision-guests', data: { requestId } });
});

test('a decision about a request that is gone is followed by nothing', async () => {
  await followDecision(given.deps, { requestId: 'gone', version: 2 });
  expect(await given.queue.waiting()).toEqual([]);
});
