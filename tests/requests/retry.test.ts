import { describe, expect, test } from '@jest/globals';
import { AppError } from '../../src/errors.ts';
import { approveRequest } from '../../src/requests/approve-request.ts';
import { cancelRequest } from '../../src/requests/cancel-request.ts';
import { retryRequest } from '../../src/requests/retry-request.ts';
import { account, addPlace } from '../support/company/company.ts';
import { messagesIn } from '../support/company/notifier.ts';
import { ask, type Given, runJobs, started } from '../support/given-requests.ts';
import { withCompany } from '../support/with-company.ts';

let given: Given;
withCompany((fresh) => {
  given = fresh;
});

/** A request for Project X, approved by Megan where she did not ask herself, whose invitation has failed; nothing hinders it by now. */
async function givenFailed(requesterId: string) {
  given.company.deleted.set('sam@gmail.com', 'gone');
  const { id, status } = started(await ask(given.deps, requesterId));
  if (status === 'pending') {
    await approveRequest(given.deps, { requestId: id, actorId: 'megan' });
  }
  await runJobs(given);
  given.company.deleted.clear();
  return {
    id,
    retry: (actorId: string) => retryRequest(given.deps, { requestId: id, actorId }),
    approve: (actorId: string) => approveRequest(given.deps, { requestId: id, actorId }),
    cancel: (actorId: string) => cancelRequest(given.deps, { requestId: id, actorId }),
  };
}

/** What the tenant and the outbox have of the guest. */
function outcome() {
  const { invitations, sent, places } = given.company;
  return { invitations, mails: sent.length, members: places.get('x')?.members.size };
}

const NOTHING = { invitations: 0, mails: 0, members: 1 };
const INVITED = { invitations: 1, mails: 1, members: 2 };

describe('who may have it tried again', () => {
  test.each(['john', 'megan'])('%s, while all stands as it did', async (actorId) => {
    const request = await givenFailed('john');
    expect((await request.retry(actorId)).status).toBe('working');
    await runJobs(given);
    expect(outcome()).toEqual(INVITED);
  });

  test('not somebody who has decided and owns the team no longer', async () => {
    const request = await givenFailed('john');
    addPlace(given.company, 'x', 'Project X', ['adele']);
    await expect(request.retry('megan')).rejects.toMatchObject({ code: 'request.notYours' });
    await runJobs(given);
    expect(outcome()).toEqual(NOTHING);
  });

  test('nobody, for a requester who has left: he would be the sponsor', async () => {
    const request = await givenFailed('john');
    given.company.accounts.set('john', account('john', 'John Doe', { enabled: false }));
    await expect(request.retry('megan')).rejects.toMatchObject({ code: 'policy.requesterLeft' });
    await expect(request.retry('john')).rejects.toMatchObject({ code: 'policy.accountDisabled' });
    await runJobs(given);
    expect(outcome()).toEqual(NOTHING);
  });

  test('nobody, for a team that takes no guests by now', async () => {
    const request = await givenFailed('john');
    const refusal = { code: 'resource.labelForbidsGuests', params: { name: 'Project X' } };
    addPlace(given.company, 'x', 'Project X', ['megan'], { refusal });
    for (const actorId of ['john', 'megan']) {
      await expect(request.retry(actorId)).rejects.toMatchObject(refusal);
    }
    await runJobs(given);
    expect(outcome()).toEqual(NOTHING);
  });
});

describe('where the rights it began with are gone, it waits for an approval', () => {
  test('an approval by somebody who may not invite any more does not count', async () => {
    const request = await givenFailed('john');
    const rules = { ...given.company.rules, allowInvitesFrom: 'adminsAndGuestInviters' as const };
    given.company.rules = rules;
    expect(await request.retry('john')).toMatchObject({
      status: 'pending',
      decidedAt: null,
      guests: [{ status: 'waiting', problem: null }],
      resources: [{ decision: 'waiting', decidedBy: null, approvers: [{ id: 'ada' }] }],
    });
    await runJobs(given);
    expect(outcome()).toEqual(NOTHING);
    expect(messagesIn(given.company, 'chat-ada')).toHaveLength(1);

    await request.approve('ada');
    await runJobs(given);
    expect(outcome()).toEqual(INVITED);
    const news = messagesIn(given.company, 'chat-john').map(({ message }) => message.text);
    expect(news.filter((text) => text?.startsWith('decided'))).toHaveLength(2);
  });

  test('a requester who owned the team then, and does not now, needs its owner', async () => {
    const request = await givenFailed('megan');
    addPlace(given.company, 'x', 'Project X', ['adele']);
    expect(await request.retry('megan')).toMatchObject({
      status: 'pending',
      resources: [{ decision: 'waiting', approvers: [{ id: 'adele' }] }],
    });
    await runJobs(given);
    expect(outcome()).toEqual({ ...NOTHING, members: 1 });
    expect((await request.cancel('megan')).status).toBe('cancelled');
  });

  test('where nobody could approve it, it stays as it is, with the cause', async () => {
    const request = await givenFailed('megan');
    addPlace(given.company, 'x', 'Project X', []);
    given.company.roles.clear();
    await expect(request.retry('megan')).rejects.toMatchObject({ code: 'policy.nobodyCanDecide' });
  });

  test('what has been done already can be cancelled no more', async () => {
    const refused = new AppError('graph.forbidden', { permission: 'Mail.Send' });
    given.company.faults.push({ call: 'createDraft', when: 'before', error: refused });
    const { id } = started(await ask(given.deps, 'megan'));
    await runJobs(given);
    addPlace(given.company, 'x', 'Project X', ['adele']);
    const view = await retryRequest(given.deps, { requestId: id, actorId: 'megan' });
    // Its card offers no button for that any more.
    expect(view).toMatchObject({ status: 'pending', begun: true });
    await expect(
      cancelRequest(given.deps, { requestId: id, actorId: 'megan' }),
    ).rejects.toMatchObject({ code: 'request.cannotCancel' });
  });
});
