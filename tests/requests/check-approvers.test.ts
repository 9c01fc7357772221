import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { Database } from '../../src/db/types.ts';
import { timerKinds } from '../../src/jobs/tasks/index.ts';
import { sweepTimers } from '../../src/jobs/timers.ts';
import { approveRequest } from '../../src/requests/approve-request.ts';
import { cancelRequest } from '../../src/requests/cancel-request.ts';
import { retryRequest } from '../../src/requests/retry-request.ts';
import { viewRequest } from '../../src/requests/view-request.ts';
import { account, addPlace } from '../support/company/company.ts';
import { messagesIn } from '../support/company/notifier.ts';
import { givenDatabase } from '../support/database.ts';
import { ask, type Given, givenRequests, runJobs, started } from '../support/given-requests.ts';

let database: Database;
let given: Given;
let requestId: string;
beforeAll(async () => {
  database = await givenDatabase();
});
beforeEach(async () => {
  given = await givenRequests(database.db);
  requestId = started(await ask(given.deps, 'john')).id;
  await runJobs(given);
});
afterAll(() => database.close());

/** Lets days pass, one after another, as the clock of a running product does. */
async function pass(days: number): Promise<void> {
  const { db, clock } = given.deps;
  for (let day = 0; day < days; day += 1) {
    given.advance(24 * 3_600_000);
    await sweepTimers({ db, clock, kinds: timerKinds(given.deps), log: pino({ level: 'silent' }) });
    await runJobs(given);
  }
}

const status = async () => (await viewRequest(given.deps, requestId))?.status;
const askedIn = (chat: string) =>
  messagesIn(given.company, chat).filter(({ message }) => message.text?.startsWith('approver'));

test('where the only owner has left, whoever owns it by now is asked without anybody pressing', async () => {
  addPlace(given.company, 'x', 'Project X', ['adele']);
  await pass(1);
  expect(askedIn('chat-adele')).toHaveLength(1);
  expect((await approveRequest(given.deps, { requestId, actorId: 'adele' })).status).toBe(
    'working',
  );
});

test('the card of who is asked no more says what everybody may read', async () => {
  addPlace(given.company, 'x', 'Project X', ['adele']);
  await pass(1);
  const shown = messagesIn(given.company, 'chat-megan').at(-1)?.message.text;
  expect(shown).toMatch(/^bystander/);
});

test('where the only owner’s account is disabled, an administrator stands in', async () => {
  given.company.accounts.set('megan', account('megan', 'Megan Bowen', { enabled: false }));
  await pass(1);
  expect(askedIn('chat-ada')).toHaveLength(1);
});

test('where nobody can decide any more, it ends with that cause, and the requester is told', async () => {
  given.company.accounts.delete('megan');
  given.company.roles.clear();
  await pass(1);
  expect(await viewRequest(given.deps, requestId)).toMatchObject({
    status: 'denied',
    problem: { code: 'policy.nobodyCanDecide', params: { resource: 'Project X' } },
    guests: [{ status: 'stopped' }],
  });
  const news = messagesIn(given.company, 'chat-john').map(({ message }) => message.text);
  expect(news).toContain('decided denied');
});

test('it is looked at every day, and changes nothing while who was asked can decide', async () => {
  const before = await viewRequest(given.deps, requestId);
  await pass(3);
  expect(await viewRequest(given.deps, requestId)).toEqual(before);
  expect(askedIn('chat-megan')).toHaveLength(1);
  addPlace(given.company, 'x', 'Project X', ['adele']);
  await pass(1);
  expect(askedIn('chat-adele')).toHaveLength(1);
});

test('once it waits no more, nobody looks', async () => {
  await cancelRequest(given.deps, { requestId, actorId: 'john' });
  await runJobs(given);
  given.advance(48 * 3_600_000);
  const { db, clock } = given.deps;
  const sweep = { db, clock, kinds: timerKinds(given.deps), log: pino({ level: 'silent' }) };
  await sweepTimers(sweep);
  expect(await given.queue.waiting()).not.toContain('check-approvers');
  given.advance(48 * 3_600_000);
  expect(await sweepTimers(sweep)).toBe(0);
});

test('one that waits anew because it was tried again is looked at, too', async () => {
  given.company.deleted.set('sam@gmail.com', 'gone');
  await approveRequest(given.deps, { requestId, actorId: 'megan' });
  await runJobs(given);
  expect(await status()).toBe('attention');
  addPlace(given.company, 'x', 'Project X', ['adele']);
  await pass(2);
  await retryRequest(given.deps, { requestId, actorId: 'john' });
  await runJobs(given);
  addPlace(given.company, 'x', 'Project X', ['ada']);
  await pass(1);
  expect(askedIn('chat-ada')).toHaveLength(1);
});
