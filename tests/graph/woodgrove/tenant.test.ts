import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Tenant } from '../../../src/requests/ports.ts';
import type { ResourceRef } from '../../../src/requests/types.ts';
import { TENANT_ID } from '../support/given-graph.ts';
import { givenWoodgrove, MAIL_FROM, type Woodgrove } from '../support/given-woodgrove.ts';

const SAM = 'gsamoogle@gmail.com';
const urgent = { urgent: true };

let woodgrove: Woodgrove;
let tenant: Tenant;
let johnId: string;
beforeAll(async () => {
  woodgrove = await givenWoodgrove();
});
beforeEach(async () => {
  await woodgrove.control('POST', 'reset');
  tenant = woodgrove.open({}).tenant;
  johnId = (await woodgrove.graph.directory.accountByAddress('john.doe@woodgrove.com'))?.id ?? '';
});
afterAll(() => woodgrove.close());

const invite = (address: string) =>
  tenant.invite({
    address,
    name: null,
    redirectUrl: 'https://teams.microsoft.com/',
    sponsorId: johnId,
    urgent: true,
  });

async function ref(name: string): Promise<ResourceRef> {
  const [found] = (await woodgrove.graph.directory.searchResources(name)).exact;
  if (!found) throw new Error(`no ${name}`);
  return found;
}

function membersOf(groupId: string): string[] {
  return woodgrove.sandbox.tenant.memberships.find('group', groupId).map((each) => each.userId);
}

/** Switches of the tenant, turned as an administrator would. */
function turn(switches: Parameters<typeof woodgrove.sandbox.tenant.switches.change>[0]): void {
  const { store } = woodgrove.sandbox.world;
  store.write(() => woodgrove.sandbox.tenant.switches.change(switches));
}

test('an invited person is a guest at once, with a link and a sponsor', async () => {
  const { userId, redeemUrl } = await invite(SAM);
  expect(redeemUrl).toMatch(/^http/);
  expect(await woodgrove.graph.directory.accountByAddress(SAM)).toMatchObject({
    id: userId,
    userType: 'guest',
    guestState: 'PendingAcceptance',
  });
  expect(woodgrove.sandbox.tenant.users.get(userId)?.sponsorIds).toEqual([johnId]);
  await tenant.ensureSponsor(userId, johnId);
  await tenant.ensureSponsor(userId, johnId);
  expect(woodgrove.sandbox.tenant.users.get(userId)?.sponsorIds).toEqual([johnId]);
});

test.each([
  ['sam+x@gmail.com', 'guest.addressInvalid'],
  ['somebody@woodgrove.com', 'guest.ownDomain'],
  ['nestor@litware.com', 'guest.exists'],
  ['blocked.guest@fabrikam.com', 'guest.blocked'],
  ['lydia@proseware.com', 'guest.crossTenantBlocked'],
  ['lydia@closed.example', 'guest.invitationsNotAllowed'],
  ['lydia@throwaway.example', 'guest.domainNotAllowed'],
  ['sales@litware.com', 'guest.proxyConflict'],
  ['lydia@overquota.example', 'tenant.quotaExceeded'],
  ['lydia@suspicious.example', 'tenant.suspicious'],
] as const)('inviting %s is refused as %s', async (address, code) => {
  await expect(invite(address)).rejects.toMatchObject({ code });
});

test('an account that is there already is named', async () => {
  const nestor = await woodgrove.graph.directory.accountByAddress('nestor@litware.com');
  await expect(invite('nestor@litware.com')).rejects.toMatchObject({
    code: 'guest.exists',
    params: { userId: nestor?.id },
  });
});

test('a deleted guest is found among the deleted', async () => {
  expect(await tenant.deletedAccount('left.guest@fabrikam.com')).toMatch(/^[0-9a-f-]{36}$/);
  expect(await tenant.deletedAccount(SAM)).toBeNull();
});

test('where Teams takes guests from an application, he is in the team at once', async () => {
  turn({ teamAddRefusesGuests: false });
  const team = await ref('Project X');
  const { userId } = await invite(SAM);
  expect(await tenant.ensureTeamMember(team.id, userId, urgent)).toBe('added');
  expect(await tenant.teamRosterHas(team.id, userId)).toBe(true);
  expect(await tenant.ensureTeamMember(team.id, userId, urgent)).toBe('already');
});

test('where Teams refuses guests, the group has him and Teams follows later', async () => {
  turn({ teamAddRefusesGuests: true, rosterDelayMinutes: 120 });
  const team = await ref('Project X');
  const { userId } = await invite(SAM);
  expect(await tenant.ensureTeamMember(team.id, userId, urgent)).toBe('later');
  expect(membersOf(team.id)).toContain(userId);
  expect(await tenant.teamRosterHas(team.id, userId)).toBe(false);
  expect(await tenant.ensureTeamMember(team.id, userId, urgent)).toBe('later');

  const { clock } = woodgrove.sandbox.world;
  clock.moveTo(new Date(clock.now().getTime() + 3 * 3_600_000));
  expect(await tenant.teamRosterHas(team.id, userId)).toBe(true);
  expect(await tenant.ensureTeamMember(team.id, userId, urgent)).toBe('already');
  expect(membersOf(team.id).filter((each) => each === userId)).toHaveLength(1);
});

test('a group takes him once', async () => {
  const group = await ref('Marketing');
  const { userId } = await invite(SAM);
  expect(await tenant.ensureGroupMember(group.id, userId, urgent)).toBe('added');
  expect(await tenant.ensureGroupMember(group.id, userId, urgent)).toBe('already');
  expect(membersOf(group.id).filter((each) => each === userId)).toHaveLength(1);
});

test('an application is opened through its assigned group', async () => {
  const application = await ref('Expense Reports');
  const group = await ref('Expense Reports Users');
  const { userId } = await invite(SAM);
  expect(await tenant.ensureApplicationAccess(application.id, userId, urgent)).toBe('added');
  expect(await tenant.ensureApplicationAccess(application.id, userId, urgent)).toBe('already');
  expect(membersOf(group.id)).toEqual([userId]);
});

test('a direct role needs the setting and the permission that goes with it', async () => {
  const application = await ref('Time Tracker');
  const { userId } = await invite(SAM);
  await expect(
    tenant.ensureApplicationAccess(application.id, userId, urgent),
  ).rejects.toMatchObject({ code: 'resource.noAssignedGroup' });
  const open = woodgrove.open({ directAppRoles: true }).tenant;
  await expect(open.ensureApplicationAccess(application.id, userId, urgent)).rejects.toMatchObject({
    code: 'graph.forbidden',
    params: { permission: 'AppRoleAssignment.ReadWrite.All' },
  });
});

test.each([
  ['Everyone in Projects', 'resource.dynamic'],
  ['Payroll', 'resource.onPremises'],
  ['Helpdesk Operators', 'resource.roleAssignable'],
  ['Building Alerts', 'resource.mailEnabledSecurity'],
  ['Finance Close', 'resource.guestsNotAllowed'],
] as const)('adding to %s all the same is refused as %s', async (name, code) => {
  const group = await ref(name);
  const { userId } = await invite(SAM);
  await expect(tenant.ensureGroupMember(group.id, userId, urgent)).rejects.toMatchObject({ code });
});

test('a guest who has not reached every replica is not there yet, and is in the end', async () => {
  await woodgrove.control('POST', 'replication', { ms: 3_600_000 });
  const group = await ref('Marketing');
  const team = await ref('Project X');
  const { userId } = await invite(SAM);
  for (let round = 0; round < 3; round += 1) {
    const early = tenant.ensureGroupMember(group.id, userId, urgent);
    await expect(early).rejects.toMatchObject({ code: 'notYetThere' });
  }
  await expect(tenant.ensureTeamMember(team.id, userId, urgent)).rejects.toMatchObject({
    code: 'notYetThere',
  });
  await expect(tenant.ensureSponsor(userId, johnId)).rejects.toMatchObject({ code: 'notYetThere' });

  const { users, world } = woodgrove.sandbox.tenant;
  const guest = users.get(userId);
  if (guest) world.store.write(() => users.put(userId, { ...guest, visibleFrom: 0 }));
  expect(await tenant.ensureGroupMember(group.id, userId, urgent)).toBe('added');
});

test('each kind of resource has a page to land on', async () => {
  const team = await ref('Project X');
  const landing = new URL(await tenant.landingUrl(team));
  expect(landing.origin + landing.pathname).toMatch(/^https:\/\/teams\.microsoft\.com\/l\/team\//);
  expect(landing.searchParams.get('groupId')).toBe(team.id);
  expect(landing.searchParams.get('tenantId')).toBe(TENANT_ID);

  expect(await tenant.landingUrl(await ref('Marketing'))).toMatch(/^https:\/\/.*sharepoint\.com\//);
  expect(await tenant.landingUrl(await ref('Expense Reports'))).toMatch(
    /^https:\/\/expense-reports/,
  );
  const myApps = `https://myapplications.microsoft.com/?tenantid=${TENANT_ID}`;
  expect(await tenant.landingUrl(null)).toBe(myApps);
  expect(await tenant.landingUrl(await ref('Payroll'))).toBe(myApps);
});

test('a redemption is told once, after the cursor', async () => {
  const start = await tenant.changedGuests(null);
  const { userId, redeemUrl } = await invite(SAM);
  const invited = await tenant.changedGuests(start.cursor);
  expect(invited.guests).toEqual([{ id: userId, state: 'PendingAcceptance' }]);

  await fetch(redeemUrl, { redirect: 'manual' });
  const redeemed = await tenant.changedGuests(invited.cursor);
  expect(redeemed.guests).toEqual([{ id: userId, state: 'Accepted' }]);
  expect((await tenant.changedGuests(redeemed.cursor)).guests).toEqual([]);
});

test('a cursor that the tenant has forgotten brings every guest', async () => {
  const { guests } = await tenant.changedGuests('/users/delta?$deltatoken=bm90LWEtdG9rZW4');
  expect(guests).toEqual(
    expect.arrayContaining([expect.objectContaining({ state: 'PendingAcceptance' })]),
  );
  expect(guests.length).toBeGreaterThanOrEqual(5);
});

test('a token that has expired on the way is renewed', async () => {
  const { clock } = woodgrove.sandbox.world;
  clock.moveTo(new Date(clock.now().getTime() + 14 * 86_400_000));
  expect(await woodgrove.graph.directory.account(johnId)).toMatchObject({ name: 'John Doe' });
});

test('what the limit of a team still refuses after our own wait is put off, with the time to come back', async () => {
  turn({ teamAddRefusesGuests: false });
  const team = await ref('Project X');
  const ids: string[] = [];
  for (let index = 0; index < 5; index += 1) {
    ids.push((await invite(`guest${index}@contoso.com`)).userId);
  }
  for (const id of ids.slice(0, 4)) {
    expect(await tenant.ensureTeamMember(team.id, id, urgent)).toBe('added');
  }
  // Our own pacer waits 15 s on its timer, which is over at once here; then the tenant's own limit speaks.
  await expect(tenant.ensureTeamMember(team.id, ids[4] ?? '', urgent)).rejects.toMatchObject({
    code: 'throttled',
    params: { retryAfterMs: expect.any(Number) },
  });
});

test('a mail is drafted, sent once, and found again', async () => {
  const { mailboxes } = woodgrove.graph;
  const mail = {
    key: 'row-1',
    to: { address: SAM, name: 'Sam Oogle' },
    subject: 'You are invited',
    html: '<p>Hello Sam</p>',
    text: 'Hello Sam',
  };
  const first = await mailboxes.createDraft(MAIL_FROM, mail);
  const second = await mailboxes.createDraft(MAIL_FROM, mail);
  await mailboxes.discardDraft(MAIL_FROM, second.draftId);
  await mailboxes.discardDraft(MAIL_FROM, second.draftId);
  expect(await mailboxes.sendDraft(MAIL_FROM, first.draftId, mail.key)).toBe('sent');
  expect(await mailboxes.sendDraft(MAIL_FROM, first.draftId, mail.key)).toBe('alreadySent');
  // The id of a draft that never was ours to send leads to what was sent in its place.
  expect(await mailboxes.sendDraft(MAIL_FROM, second.draftId, mail.key)).toBe('alreadySent');
  await expect(mailboxes.sendDraft(MAIL_FROM, second.draftId, 'row-2')).rejects.toMatchObject({
    code: 'mail.lost',
  });
  const outbox = await woodgrove.control('GET', 'outbox');
  expect(outbox).toMatchObject([{ to: SAM, subject: 'You are invited', html: mail.html }]);
});

test('a mailbox that is not ours refuses', async () => {
  const { mailboxes } = woodgrove.graph;
  const mail = { key: 'k', to: { address: SAM, name: null }, subject: 's', html: 'h', text: 't' };
  await expect(mailboxes.createDraft('megan.bowen@woodgrove.com', mail)).rejects.toMatchObject({
    code: 'mail.mailboxRefused',
    params: { mailbox: 'megan.bowen@woodgrove.com' },
  });
});

test('the app is installed once for a person and for a team, and a policy may forbid it', async () => {
  const { apps, directory } = woodgrove.graph;
  const miriam = await directory.accountByAddress('miriam.graham@woodgrove.com');
  await apps.installForPerson(miriam?.id ?? '');
  expect(await apps.installForPerson(miriam?.id ?? '')).toBe('already');
  const team = await ref('Sales Pitch');
  await apps.installInTeam(team.id);
  expect(await apps.installInTeam(team.id)).toBe('already');
  const isaiah = await directory.accountByAddress('isaiah.langer@woodgrove.com');
  await expect(apps.installForPerson(isaiah?.id ?? '')).rejects.toMatchObject({
    code: 'chat.blockedByPolicy',
  });
});

test('an app that is in no catalogue cannot be installed', async () => {
  const { apps } = woodgrove.open({ teamsAppId: '00000000-0000-4000-8000-000000000000' });
  await expect(apps.installForPerson(johnId)).rejects.toMatchObject({
    code: 'chat.appNotInCatalog',
  });
});
