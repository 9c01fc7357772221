import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { audit } from '../../../src/db/schema.ts';
import type { Database } from '../../../src/db/types.ts';
import { AppError } from '../../../src/errors.ts';
import { noticeArrivals } from '../../../src/guests/notice-arrivals.ts';
import { keepDeadLetter, runAgain } from '../../../src/jobs/dead-letters.ts';
import { tasks, timerKinds } from '../../../src/jobs/tasks/index.ts';
import { approveRequest } from '../../../src/requests/approve-request.ts';
import type { TaskPayloads } from '../../../src/requests/ports.ts';
import { retryRequest } from '../../../src/requests/retry-request.ts';
import { viewRequest } from '../../../src/requests/view-request.ts';
import { redeem } from '../../support/company/company.ts';
import { givenDatabase } from '../../support/database.ts';
import { ask, type Given, givenRequests, runJobs, started } from '../../support/given-requests.ts';

let database: Database;
let given: Given;
beforeAll(async () => {
  database = await givenDatabase();
});
beforeEach(async () => {
  given = await givenRequests(database.db);
});
afterAll(() => database.close());

/** The call fails for as long as anybody tries. */
function breakFor(call: string, code = 'unavailable'): void {
  const fault = { call, when: 'before' as const, error: new AppError(code) };
  given.company.faults.push(...Array.from({ length: 40 }, () => fault));
}

async function auditOf(action: string) {
  const rows = await database.db.select().from(audit);
  return rows.filter((row) => row.action === action);
}

test('every task goes by its own name', () => {
  for (const [name, task] of Object.entries(tasks)) expect(task.name).toBe(name);
});

test('a timer of a guest who shows up late queues his welcome', async () => {
  const welcome = timerKinds(given.deps)['welcome-guest'];
  const dueAt = new Date(0);
  await database.db.transaction(async (tx) => {
    await welcome?.(tx, { id: 't', kind: 'welcome-guest', subject: 'row-1', dueAt }, dueAt);
  });
  expect(await given.queue.take()).toEqual({ task: 'welcome-guest', data: { rowId: 'row-1' } });
});

describe('a job that is given up leaves a named cause where people look', () => {
  test.each([
    ['accountByAddress', 'unavailable'],
    ['invite', 'throttled'],
    ['createDraft', 'unavailable'],
    ['sendDraft', 'unavailable'],
  ])('%s, on the row of the guest', async (call, code) => {
    const asked = call === 'accountByAddress' ? null : call;
    if (asked) breakFor(asked, code);
    const { id } = started(await ask(given.deps, 'megan'));
    if (!asked) breakFor(call, code);
    await runJobs(given);

    expect(await viewRequest(given.deps, id)).toMatchObject({
      status: 'attention',
      guests: [{ status: 'failed', problem: { code, params: { address: 'sam@gmail.com' } } }],
    });
    expect(given.company.sent).toEqual([]);

    given.company.faults.length = 0;
    await retryRequest(given.deps, { requestId: id, actorId: 'megan' });
    await runJobs(given);
    expect(await viewRequest(given.deps, id)).toMatchObject({ status: 'done' });
    expect(given.company.sent).toHaveLength(1);
  });

  test('ensureTeamMember, on the grant; what else he was given stands, and he is mailed', async () => {
    breakFor('ensureTeamMember', 'notYetThere');
    const resources = ['Project X', 'Marketing'];
    const asked = started(await ask(given.deps, 'megan', { resources }));
    await approveRequest(given.deps, { requestId: asked.id, actorId: 'adele' });
    await runJobs(given);
    expect(await viewRequest(given.deps, asked.id)).toMatchObject({
      status: 'attention',
      guests: [
        {
          status: 'failed',
          mailedAt: expect.any(Date),
          grants: [
            { resourceId: 'x', status: 'failed', problem: { code: 'notYetThere' } },
            { resourceId: 'marketing', status: 'done' },
          ],
        },
      ],
    });
  });

  test('an approver whom Teams never let us write to is unreached', async () => {
    breakFor('personalChat');
    const { id } = started(await ask(given.deps, 'john'));
    await runJobs(given);
    expect(await viewRequest(given.deps, id)).toMatchObject({ unreached: [{ id: 'megan' }] });
    expect(await auditOf('request.approverUnreached')).toHaveLength(1);
  });

  test('a requester who was never told, and a guest who was never welcomed, stand in the audit', async () => {
    await noticeArrivals(given.deps);
    const { id } = started(await ask(given.deps, 'megan'));
    await runJobs(given);
    redeem(given.company, 'sam@gmail.com');
    await noticeArrivals(given.deps);
    breakFor('personalChat');
    breakFor('teamChannel');
    await runJobs(given);

    expect(await auditOf('request.requesterUntold')).toMatchObject([
      { subject: id, after: { event: 'arrived', code: 'unavailable' } },
    ]);
    expect(await auditOf('guest.notWelcomed')).toHaveLength(1);
    expect(await viewRequest(given.deps, id)).toMatchObject({ guests: [{ status: 'arrived' }] });
  });

  test('giving up twice, or after all went well, changes nothing', async () => {
    const { id } = started(await ask(given.deps, 'megan'));
    await runJobs(given);
    const before = await viewRequest(given.deps, id);
    const rowId = before?.guests[0]?.id ?? '';
    const error = new AppError('unavailable');
    const { deps } = given;
    await tasks['provision-guests'].gaveUp?.(deps, { requestId: id, rowIds: [rowId] }, error);
    await tasks['send-invitation'].gaveUp?.(deps, { rowId }, error);
    await tasks['notify-approvers'].gaveUp?.(deps, { requestId: id }, error);
    expect(await viewRequest(given.deps, id)).toEqual(before);
  });
});

describe('a dead job that is run again takes up the row that ended with it', () => {
  /** What the queue keeps of the one job that died, run again as the command line does. */
  async function runAgainAsIfDead<T extends 'provision-guests' | 'send-invitation'>(
    task: T,
    data: TaskPayloads[T],
  ) {
    await keepDeadLetter(database.db, {
      id: 'letter',
      task,
      data: { ...data },
      problem: { code: 'unavailable', params: {} },
      detail: '',
      attempts: 46,
      at: given.deps.clock.now(),
    });
    expect(await runAgain({ enqueue: given.queue.enqueue, database }, 'letter')).toBe(true);
    await runJobs(given, 2);
  }

  test.each(['invite', 'sendDraft'])('dead by %s', async (call) => {
    breakFor(call);
    const { id } = started(await ask(given.deps, 'megan'));
    await runJobs(given);
    given.company.faults.length = 0;
    const rowId = (await viewRequest(given.deps, id))?.guests[0]?.id ?? '';
    if (call === 'invite')
      await runAgainAsIfDead('provision-guests', { requestId: id, rowIds: [rowId] });
    else await runAgainAsIfDead('send-invitation', { rowId });

    expect(await viewRequest(given.deps, id)).toMatchObject({
      status: 'done',
      guests: [{ status: 'invited', problem: null }],
    });
    expect(given.company.invitations).toBe(1);
    expect(given.company.sent).toHaveLength(1);
  });
});
