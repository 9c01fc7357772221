import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { guidOf } from '../../../src/sandbox/tenant/guid.ts';
import { person } from '../../../src/sandbox/tenant/seed/people.ts';
import { type GivenWoodgrove, givenWoodgrove } from '../support/given-woodgrove.ts';
import { type Answer, at, column, errorOf, jsonCall } from '../support/graph-client.ts';

let given: GivenWoodgrove;
beforeAll(async () => {
  given = await givenWoodgrove();
});
beforeEach(() => given.control('POST', '/reset'));
afterAll(() => given.close());

const invite = (invitedUserEmailAddress: string, more: object = {}) =>
  given.graph('POST', '/invitations', {
    invitedUserEmailAddress,
    inviteRedirectUrl: 'https://teams.microsoft.com/l/team/1',
    ...more,
  });
const guestId = (answer: Answer) => String(at(answer.body, 'invitedUser', 'id'));
const open = (answer: Answer) => jsonCall('GET', String(at(answer.body, 'inviteRedeemUrl')));
const stateOf = async (id: string) =>
  (await given.graph('GET', `/users/${id}?$select=displayName,externalUserState,userType,mail`))
    .body;

describe('an invitation that Entra refuses', () => {
  const forbidden = [...'~!#$%^&*()+=[]{}\\/|;:"<>?,'];
  test.each(forbidden)('an address with %s', async (sign) => {
    expect(errorOf(await invite(`sam${sign}tag@gmail.com`))).toMatchObject({
      status: 400,
      message: expect.stringContaining('The Primary SMTP Address is an invalid value'),
    });
  });

  test.each([
    [
      'a colleague',
      'megan.bowen@woodgrove.com',
      400,
      `already exists in the directory as objectID: ${person.megan}`,
    ],
    [
      'nobody of our own domain',
      'nobody@woodgrove.com',
      400,
      "the domain of the user's email address is a verified domain of this directory",
    ],
    [
      'an internal account with an outside address',
      'nestor@litware.com',
      400,
      `objectID: ${person.nestor}`,
    ],
    [
      'a blocked guest',
      'blocked.guest@fabrikam.com',
      400,
      'but the account is blocked from signing in',
    ],
    ['an address that a group holds', 'sales@litware.com', 400, 'proxyAddresses already exists'],
    [
      'cross-tenant access',
      'anyone@proseware.com',
      400,
      'This invitation is blocked by cross-tenant access settings',
    ],
    ['a blocked domain', 'anyone@throwaway.example', 400, 'is not allowed'],
    [
      'a company that takes no guests',
      'anyone@closed.example',
      403,
      'Guest invitations not allowed for your company',
    ],
    ['a full directory', 'anyone@overquota.example', 403, 'directory object quota'],
    ['a suspicious one', 'anyone@suspicious.example', 403, 'suspicious'],
  ])('%s', async (_what, address, status, sentence) => {
    const answer = await invite(address);
    expect(errorOf(answer)).toMatchObject({ status, message: expect.stringContaining(sentence) });
  });

  test('one without a redirect address, or with a broken one, or with a property too many', async () => {
    const bare = { invitedUserEmailAddress: 'a@adatum.com' };
    expect((await given.graph('POST', '/invitations', bare)).status).toBe(400);
    expect((await invite('a@adatum.com', { inviteRedirectUrl: 'teams' })).status).toBe(400);
    expect((await invite('a@adatum.com', { invitedUserName: 'A' })).status).toBe(400);
  });

  test('one without the permission', async () => {
    await given.control('POST', '/switches', { permissions: ['User.ReadWrite.All'] });
    expect(errorOf(await invite('a@adatum.com'))).toMatchObject({
      status: 403,
      code: 'Authorization_RequestDenied',
    });
  });
});

describe('switches of the tenant', () => {
  test('allowInvitesFrom does not hold an application back, unless the tenant is so', async () => {
    await given.control('POST', '/switches', { allowInvitesFrom: 'none' });
    const policy = await given.graph(
      'GET',
      '/policies/authorizationPolicy?$select=id,allowInvitesFrom',
    );
    expect(at(policy.body, 'allowInvitesFrom')).toBe('none');
    expect((await invite('a@adatum.com')).status).toBe(201);
    await given.control('POST', '/switches', { policyBindsApplications: true });
    expect((await invite('b@adatum.com')).status).toBe(403);
  });

  test('allowed and blocked domains stand in the beta policy and act', async () => {
    await given.control('POST', '/switches', {
      allowedDomains: ['fabrikam.com'],
      blockedDomains: [],
    });
    expect((await invite('a@adatum.com')).status).toBe(400);
    expect((await invite('a@fabrikam.com')).status).toBe(201);
    const policy = await given.graph('GET', '/beta/policies/b2bManagementPolicies');
    expect(JSON.parse(String(at(policy.body, 'value', 0, 'definition', 0)))).toEqual({
      B2BManagementPolicy: {
        InvitationsAllowedAndBlockedDomainsPolicy: {
          AllowedDomains: ['fabrikam.com'],
          BlockedDomains: [],
        },
      },
    });
  });

  test('too many within a minute are stopped as suspicious, and go on a minute later', async () => {
    await given.control('POST', '/switches', { suspiciousAfter: 2 });
    const statuses = [];
    for (const name of ['a', 'b', 'c']) statuses.push((await invite(`${name}@adatum.com`)).status);
    expect(statuses).toEqual([201, 201, 403]);
    await given.control('POST', '/clock', { advance: 'PT61S' });
    expect((await invite('c@adatum.com')).status).toBe(201);
  });

  test('a directory with a quota takes no object more', async () => {
    await given.control('POST', '/switches', { objectQuota: 1 });
    expect(errorOf(await invite('a@adatum.com')).code).toBe('Directory_QuotaExceeded');
  });
});

describe('an invited guest', () => {
  test('is pending, has his sponsor, and is named as the invitation says', async () => {
    const answer = await invite('gsamoogle@gmail.com', {
      invitedUserDisplayName: 'Sam from Gmail',
      'invitedUserSponsors@odata.bind': [`https://graph.microsoft.com/v1.0/users/${person.john}`],
    });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      status: 'PendingAcceptance',
      sendInvitationMessage: false,
      invitedUser: { userPrincipalName: 'gsamoogle_gmail.com#EXT#@woodgrove.onmicrosoft.com' },
    });
    expect(await stateOf(guestId(answer))).toMatchObject({
      displayName: 'Sam from Gmail',
      externalUserState: 'PendingAcceptance',
      userType: 'Guest',
      mail: 'gsamoogle@gmail.com',
    });
    const sponsors = await given.graph('GET', `/users/${guestId(answer)}/sponsors?$select=id`);
    expect(column(sponsors, 'id')).toEqual([person.john]);
  });

  test('keeps his id when invited again, and only the newest link works', async () => {
    const first = await invite('a@adatum.com');
    const second = await invite('A@adatum.com');
    expect(guestId(second)).toBe(guestId(first));
    expect((await open(first)).status).toBe(410);
    expect(await stateOf(guestId(first))).toMatchObject({ externalUserState: 'PendingAcceptance' });
    expect((await open(second)).status).toBe(302);
  });

  test('redeems by opening the link, is led on, and gets his profile', async () => {
    const answer = await invite('gsamoogle@gmail.com');
    const opened = await open(answer);
    expect([opened.status, opened.headers.get('location')]).toEqual([
      302,
      'https://teams.microsoft.com/l/team/1',
    ]);
    expect(await stateOf(guestId(answer))).toMatchObject({
      displayName: 'Sam Oogle',
      externalUserState: 'Accepted',
    });
    expect((await open(answer)).status).toBe(302);
  });

  test('who was invited long ago is invited again under his own id', async () => {
    const answer = await invite('pending.guest@fabrikam.com');
    expect(guestId(answer)).toBe(guidOf('guest/pending.guest@fabrikam.com'));
    expect(at(answer.body, 'status')).toBe('PendingAcceptance');
  });

  test('who has accepted is Completed, found by his old address, too', async () => {
    for (const address of ['j.smith@fabrikam.com', 'jane.smith@fabrikam-group.com']) {
      const answer = await invite(address);
      expect(guestId(answer)).toBe(guidOf('guest/j.smith@fabrikam.com'));
      expect(at(answer.body, 'status')).toBe('Completed');
    }
  });

  test('who was deleted comes back as somebody else', async () => {
    const answer = await invite('left.guest@fabrikam.com');
    expect(guestId(answer)).not.toBe(guidOf('guest/left.guest@fabrikam.com'));
  });

  test('who was blocked meanwhile cannot redeem; a made-up link is none', async () => {
    const answer = await invite('a@adatum.com');
    await given.graph('PATCH', `/users/${guestId(answer)}`, { accountEnabled: false });
    expect((await open(answer)).status).toBe(403);
    expect((await given.control('GET', '/redeem-link/made-up')).status).toBe(404);
  });
});

describe('a reset redemption', () => {
  const reset = (address: string, id: string) =>
    invite(address, { resetRedemption: true, invitedUser: { id } });
  const id = guidOf('guest/j.smith@fabrikam.com');

  test('starts again with another address of the same guest', async () => {
    const answer = await reset('jane.smith@fabrikam-group.com', id);
    expect(answer.status).toBe(201);
    expect(await stateOf(id)).toMatchObject({ externalUserState: 'PendingAcceptance' });
    expect((await open(answer)).status).toBe(302);
    expect(await stateOf(id)).toMatchObject({ externalUserState: 'Accepted' });
  });

  test('is refused for an address that is not his', async () => {
    expect(errorOf(await reset('other@adatum.com', id)).message).toMatch(
      /doesn't match any emails/,
    );
  });

  test('needs more than the permission to invite', async () => {
    await given.control('POST', '/switches', { permissions: ['User.Invite.All'] });
    expect((await reset('j.smith@fabrikam.com', id)).status).toBe(403);
  });
});

describe('while a new guest is on his way between replicas', () => {
  test('reads and references fail in several ways, then work', async () => {
    await given.control('POST', '/replication', { ms: 600 });
    const group = guidOf('group/Marketing');
    const start = await given.graph('GET', '/users/delta?$deltatoken=latest&$select=id');
    const id = guestId(await invite('new@adatum.com'));
    const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` };
    const add = () => given.graph('POST', `/groups/${group}/members/$ref`, reference);

    expect((await given.graph('GET', `/users/${id}`)).status).toBe(404);
    const refused = [errorOf(await add()), errorOf(await add()), errorOf(await add())];
    expect(new Set(refused.map((each) => each.message))).toHaveProperty('size', 3);
    expect(refused.every((each) => each.status === 400 || each.status === 404)).toBe(true);
    const early = await given.graph('GET', String(at(start.body, '@odata.deltaLink')));
    expect(column(early, 'id')).toEqual([]);
    const watched = await given.graph('GET', `/users/${id}`, undefined, {
      'x-sandbox-observer': '1',
    });
    expect(watched.status).toBe(200);

    await new Promise((resolve) => setTimeout(resolve, 650));
    expect((await given.graph('GET', `/users/${id}`)).status).toBe(200);
    expect((await add()).status).toBe(204);
    const late = await given.graph('GET', String(at(early.body, '@odata.deltaLink')));
    expect(column(late, 'id')).toEqual([id]);
  });
});
