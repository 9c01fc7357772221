import { describe, expect, test } from '@jest/globals';
import { AppError } from '../../src/errors.ts';
import { retryRequest } from '../../src/requests/retry-request.ts';
import { account } from '../support/company/company.ts';
import { messagesIn } from '../support/company/notifier.ts';
import { ask, type Given, runJobs, started } from '../support/given-requests.ts';
import { withCompany } from '../support/with-company.ts';
import { bringIn, view } from './support/bring-in.ts';

let given: Given;
withCompany((fresh) => {
  given = fresh;
});

describe('named stops', () => {
  test.each([
    ['a blocked account', { enabled: false, userType: 'guest' as const }, 'guest.blocked'],
    ['an account of our own', {}, 'guest.internalAccount'],
  ])('%s', async (_, changes, code) => {
    const { company, deps } = given;
    const { id } = started(await ask(deps, 'megan'));
    company.accounts.set('sam', account('sam', 'Sam', { mail: 'sam@gmail.com', ...changes }));
    await runJobs(given);

    const after = await view(given, id);
    expect(after).toMatchObject({
      status: 'attention',
      guests: [{ status: 'failed', problem: { code, params: { address: 'sam@gmail.com' } } }],
    });
    expect(company.sent).toEqual([]);
    expect(messagesIn(company, 'chat-megan').map(({ message }) => message.text)).toContain(
      'attention attention',
    );
  });

  test('a soft-deleted account', async () => {
    given.company.deleted.set('sam@gmail.com', 'gone');
    const after = await bringIn(given);
    expect(after.guests[0]?.problem?.code).toBe('guest.softDeleted');
    expect(given.company.invitations).toBe(0);
  });

  test.each([
    'guest.proxyConflict',
    'guest.crossTenantBlocked',
    'guest.invitationsNotAllowed',
    'tenant.quotaExceeded',
    'tenant.suspicious',
    'graph.forbidden',
  ])('%s, as the tenant names it', async (code) => {
    const error = new AppError(code, { permission: 'User.Invite.All' });
    given.company.faults.push({ call: 'invite', when: 'before', error });
    const after = await bringIn(given);
    expect(after).toMatchObject({ status: 'attention', guests: [{ problem: { code } }] });
  });

  test('one guest who fails does not hold up the others', async () => {
    given.company.deleted.set('kim@x.com', 'gone');
    const guests = ['kim@x.com', 'sam@gmail.com'].map((address) => ({ address, name: null }));
    const after = await bringIn(given, { guests });
    expect(after.status).toBe('attention');
    expect(after.guests.map(({ status }) => status)).toEqual(['failed', 'invited']);
    expect(given.company.sent.map(({ to }) => to.address)).toEqual(['sam@gmail.com']);
  });

  test('one resource that refuses does not hold up the other; he is mailed once', async () => {
    const refusal = { code: 'resource.guestsNotAllowed', params: { name: 'Road to Green' } };
    const { id } = started(
      await ask(given.deps, 'megan', { resources: ['Project X', 'Road to Green'] }),
    );
    const green = given.company.places.get('green');
    if (green) given.company.places.set('green', { ...green, refusal });
    await runJobs(given);

    expect(await view(given, id)).toMatchObject({
      status: 'attention',
      guests: [
        {
          status: 'failed',
          grants: [
            { resourceId: 'x', status: 'done' },
            { resourceId: 'green', status: 'failed', problem: refusal },
          ],
        },
      ],
    });
    expect(given.company.sent).toHaveLength(1);

    if (green) given.company.places.set('green', green);
    await retryRequest(given.deps, { requestId: id, actorId: 'megan' });
    await runJobs(given);
    expect(await view(given, id)).toMatchObject({
      status: 'done',
      guests: [{ status: 'invited' }],
    });
    expect(given.company.sent).toHaveLength(1);
    expect(given.company.invitations).toBe(1);
  });
});
