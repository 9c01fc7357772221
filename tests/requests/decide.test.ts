import { describe, expect, test } from '@jest/globals';
import { isKnownActivity } from '../../src/db/known-activities.ts';
import { markReached } from '../../src/db/requests.ts';
import { audit } from '../../src/db/schema.ts';
import { approveRequest } from '../../src/requests/approve-request.ts';
import { cancelRequest } from '../../src/requests/cancel-request.ts';
import { denyRequest } from '../../src/requests/deny-request.ts';
import { viewRequest } from '../../src/requests/view-request.ts';
import { account, addPlace } from '../support/company/company.ts';
import { messagesIn } from '../support/company/notifier.ts';
import { ask, type Given, runJobs, started } from '../support/given-requests.ts';
import { withCompany } from '../support/with-company.ts';

let given: Given;
withCompany((fresh) => {
  given = fresh;
});

/** A request of John's for Project X, and what Megan's or anybody's press does to it. */
async function givenPending(resources = ['Project X']) {
  const { id } = started(await ask(given.deps, 'john', { resources }));
  await given.queue.take();
  return {
    id,
    approve: (actorId: string, comment?: unknown) =>
      approveRequest(given.deps, { requestId: id, actorId, comment }),
    deny: (actorId: string, reason: unknown = 'Not now') =>
      denyRequest(given.deps, { requestId: id, actorId, reason }),
    cancel: (actorId: string) => cancelRequest(given.deps, { requestId: id, actorId }),
  };
}

async function auditActions(): Promise<string[]> {
  const rows = await given.deps.db.select().from(audit).orderBy(audit.id);
  return rows.map(({ action }) => action);
}

describe('approving', () => {
  test('starts the work, keeps the comment and has cards and requester told', async () => {
    const request = await givenPending();
    const view = await request.approve('megan', '  Welcome!  ');

    expect(view).toMatchObject({
      status: 'working',
      resources: [{ decision: 'approved', decidedBy: { id: 'megan' }, comment: 'Welcome!' }],
    });
    expect(view.version).toBe(2);
    expect(await given.queue.waiting()).toEqual(['follow-decision']);
    expect(await auditActions()).toEqual(['request.started', 'request.approved']);
  });

  test('answers with what the request reads as from then on', async () => {
    const alone = await givenPending();
    expect(await alone.approve('megan', 'Fine')).toEqual(await viewRequest(given.deps, alone.id));
    const one = await givenPending(['Project X', 'Marketing']);
    expect(await one.approve('megan')).toEqual(await viewRequest(given.deps, one.id));
    expect(await one.approve('adele')).toEqual(await viewRequest(given.deps, one.id));
  });

  test('still answers that those were not reached who have something to decide', async () => {
    const request = await givenPending(['Project X', 'Marketing']);
    await given.deps.db.transaction(async (tx) => {
      for (const id of ['megan', 'adele']) await markReached(tx, request.id, id, new Date());
    });
    const half = await request.approve('megan');
    expect(half.unreached.map(({ id }) => id)).toEqual(['adele']);
    expect(half).toEqual(await viewRequest(given.deps, request.id));
    expect((await request.approve('adele')).unreached).toEqual([]);
  });

  test('is noted as the answer of its activity in the same commit, or not at all', async () => {
    const request = await givenPending();
    const answers = { conversationId: 'chat-megan', activityId: 'pressed' };
    const isKnown = () => isKnownActivity(given.deps.db, answers, 'answered');
    const press = (actorId: string) =>
      approveRequest(given.deps, { requestId: request.id, actorId, answers });
    await expect(press('adele')).rejects.toMatchObject({ code: 'request.notYours' });
    expect(await isKnown()).toBe(false);
    await press('megan');
    expect(await isKnown()).toBe(true);
  });

  test('one of two resources waits for the other', async () => {
    const request = await givenPending(['Project X', 'Marketing']);
    const half = await request.approve('megan');
    expect(half.status).toBe('pending');
    expect(half.resources.map(({ decision }) => decision)).toEqual(['approved', 'waiting']);
    expect(await given.queue.waiting()).toEqual(['refresh-cards']);

    await expect(request.approve('megan')).rejects.toMatchObject({
      code: 'request.alreadyDecided',
    });
    expect((await request.approve('adele')).status).toBe('working');
  });

  test('twice at once counts once, and the other sees how it stands', async () => {
    addPlace(given.company, 'both', 'Both', ['megan', 'adele']);
    const request = await givenPending(['Both']);
    const presses = await Promise.allSettled([request.approve('megan'), request.deny('adele')]);

    const lost = presses.filter((each) => each.status === 'rejected');
    expect(lost).toHaveLength(1);
    expect(lost[0]?.reason).toMatchObject({ code: 'request.alreadyDecided' });
    expect((await auditActions()).slice(1)).toHaveLength(1);
  });

  test('a second approval queues nothing', async () => {
    const request = await givenPending();
    await request.approve('megan');
    const queued = await given.queue.waiting();
    await expect(request.approve('megan')).rejects.toMatchObject({
      code: 'request.alreadyDecided',
      params: { status: 'working' },
    });
    expect(await given.queue.waiting()).toEqual(queued);
  });

  test.each([
    ['the requester himself', 'john', 'request.ownRequest'],
    ['a stranger', 'adele', 'request.notYours'],
    ['an administrator while the owner can act', 'ada', 'request.notYours'],
    ['somebody the directory does not know', 'nobody', 'request.notYours'],
  ])('is not for %s', async (_, actorId, code) => {
    const request = await givenPending();
    await expect(request.approve(actorId)).rejects.toMatchObject({ code });
    await expect(request.deny(actorId)).rejects.toMatchObject({ code });
    expect(await given.queue.waiting()).toEqual([]);
  });

  test('is not for a guest who owns the team', async () => {
    const sam = account('sam', 'Sam', { userType: 'guest', guestState: 'Accepted' });
    given.company.accounts.set('sam', sam);
    addPlace(given.company, 'x', 'Project X', ['megan', 'sam']);
    const request = await givenPending();
    await expect(request.approve('sam')).rejects.toMatchObject({
      code: 'policy.guestsCannotDecide',
    });
  });

  test('is not for a former owner; who owns it by now is asked', async () => {
    const request = await givenPending();
    addPlace(given.company, 'x', 'Project X', ['adele']);

    await expect(request.approve('megan')).rejects.toMatchObject({ code: 'request.notYours' });
    expect(await given.queue.waiting()).toEqual(['notify-approvers', 'refresh-cards']);
    await runJobs(given);
    expect(given.company.posted.map(({ conversationId }) => conversationId)).toEqual([
      'chat-adele',
    ]);
    expect((await request.approve('adele')).status).toBe('working');
  });

  test('where nobody can decide any more the request is denied, and the requester told why', async () => {
    const request = await givenPending();
    await runJobs(given);
    addPlace(given.company, 'x', 'Project X', ['john']);
    given.company.roles.clear();
    await expect(request.approve('megan')).rejects.toMatchObject({
      code: 'request.alreadyDecided',
      params: { status: 'denied' },
    });
    expect(await viewRequest(given.deps, request.id)).toMatchObject({
      status: 'denied',
      problem: { code: 'policy.onlyYouCouldDecide', params: { resource: 'Project X' } },
      endedBy: null,
      guests: [{ status: 'stopped' }],
    });
    expect(await auditActions()).toEqual(['request.started', 'request.deniedByPolicy']);
    await runJobs(given);
    const news = messagesIn(given.company, 'chat-john').map(({ message }) => message.text);
    expect(news).toEqual(['decided denied']);
    expect(given.company.invitations).toBe(0);
  });

  test('one of two resources counts for nothing where nobody can decide about the other', async () => {
    const request = await givenPending(['Project X', 'Marketing']);
    addPlace(given.company, 'marketing', 'Marketing', [], { kind: 'group' });
    given.company.roles.clear();
    await expect(request.approve('megan')).rejects.toMatchObject({ params: { status: 'denied' } });
    expect(await viewRequest(given.deps, request.id)).toMatchObject({
      status: 'denied',
      problem: { code: 'policy.nobodyCanDecide', params: { resource: 'Marketing' } },
    });
  });

  test('is not possible for a requester who has left, nor for a team archived since', async () => {
    const request = await givenPending();
    const refusal = { code: 'resource.archived', params: { name: 'Project X' } };
    addPlace(given.company, 'x', 'Project X', ['megan'], { refusal });
    await expect(request.approve('megan')).rejects.toMatchObject(refusal);

    given.company.accounts.set('john', account('john', 'John Doe', { enabled: false }));
    await expect(request.approve('megan')).rejects.toMatchObject({ code: 'policy.requesterLeft' });
    expect((await request.deny('megan', 'Archived')).status).toBe('denied');
  });

  test('needs a card that names a request', async () => {
    await expect(
      approveRequest(given.deps, { requestId: 'nonesuch', actorId: 'megan' }),
    ).rejects.toMatchObject({ code: 'request.notFound' });
  });
});

describe('denying', () => {
  test('needs a reason', async () => {
    const request = await givenPending();
    for (const reason of [undefined, '   ', 7]) {
      await expect(denyWith(request.id, reason)).rejects.toMatchObject({
        code: 'request.reasonMissing',
      });
    }
  });

  test('ends the whole request in the words of who denied it', async () => {
    const request = await givenPending(['Project X', 'Marketing']);
    await request.approve('megan');
    const view = await request.deny('adele', 'Budget is gone');

    expect(view).toMatchObject({
      status: 'denied',
      denial: 'Budget is gone',
      endedBy: { name: 'Adele Vance' },
      guests: [{ status: 'stopped' }],
    });
    expect(view.resources.map(({ decision }) => decision)).toEqual(['approved', 'denied']);
    expect(await given.queue.waiting()).not.toContain('provision-guests');
  });

  test('stays possible once the tenant lets nobody invite; approving does not', async () => {
    const request = await givenPending();
    given.company.rules = { ...given.company.rules, allowInvitesFrom: 'none' };
    await expect(request.approve('megan')).rejects.toMatchObject({ code: 'tenant.invitesNobody' });
    expect((await request.deny('megan', 'Not any more')).status).toBe('denied');
    await runJobs(given);
    expect(given.company.invitations).toBe(0);
  });

  function denyWith(requestId: string, reason: unknown) {
    return denyRequest(given.deps, { requestId, actorId: 'megan', reason });
  }
});

describe('cancelling', () => {
  test('takes back what waits; after that nobody can approve it', async () => {
    const request = await givenPending();
    const view = await request.cancel('john');
    expect(view).toMatchObject({ status: 'cancelled', endedBy: { id: 'john' } });
    await expect(request.approve('megan')).rejects.toMatchObject({
      code: 'request.alreadyDecided',
      params: { status: 'cancelled' },
    });
  });

  test('is for the requester alone, and not once the work has begun', async () => {
    const request = await givenPending();
    await expect(request.cancel('megan')).rejects.toMatchObject({ code: 'request.notYours' });
    await request.approve('megan');
    await expect(request.cancel('john')).rejects.toMatchObject({
      code: 'request.cannotCancel',
      params: { status: 'working' },
    });
  });
});
