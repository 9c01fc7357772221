import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ResourceFacts } from '../../../src/requests/ports.ts';
import { givenWoodgrove, type Woodgrove } from '../support/given-woodgrove.ts';

let woodgrove: Woodgrove;
beforeAll(async () => {
  woodgrove = await givenWoodgrove();
});
afterAll(() => woodgrove.close());

const directory = () => woodgrove.graph.directory;
const find = (address: string) => directory().accountByAddress(address);

async function only(name: string): Promise<ResourceFacts> {
  const { exact } = await directory().searchResources(name);
  const [first, ...others] = exact;
  if (!first || others.length > 0) throw new Error(`${exact.length} resources named ${name}`);
  return first;
}

test('an account is found by its id, and nothing by an id of nobody', async () => {
  const megan = await find('megan.bowen@woodgrove.com');
  expect(megan).toMatchObject({ name: 'Megan Bowen', userType: 'member', enabled: true });
  expect(await directory().account(megan?.id ?? '')).toEqual(megan);
  expect(await directory().account('9d5e6c1a-0000-4000-8000-000000000000')).toBeNull();
  expect(await directory().account('../groups')).toBeNull();
});

test.each([
  ['MEGAN.BOWEN@WoodGrove.com', 'Megan Bowen', 'mail, whatever its case'],
  ['nestor@litware.com', 'Nestor Wilke', 'another mail'],
  ['j.smith@fabrikam.com', 'Jane Smith', 'the address she was invited with'],
  ['jane.smith@fabrikam-group.com', 'Jane Smith', 'the address her own directory has'],
  ['k.brown@gmail.com', 'Kelly Brown', 'the identity she signs in with'],
  ['blocked.guest@fabrikam.com', 'Blake Blocked', 'mail, blocked or not'],
] as const)('%s is %s by %s', async (address, name, by) => {
  expect({ by, ...(await find(address)) }).toMatchObject({ by, name });
});

test('an address of nobody is nobody, whatever characters it has', async () => {
  expect(await find('nobody@gmail.com')).toBeNull();
  expect(await find("sean.o'brien+x&y@gmail.com")).toBeNull();
});

test('a guest says how far he is', async () => {
  expect(await find('pending.guest@fabrikam.com')).toMatchObject({
    userType: 'guest',
    guestState: 'PendingAcceptance',
  });
  expect(await find('blocked.guest@fabrikam.com')).toMatchObject({ enabled: false });
});

test('a team is found by its name, whatever case and blanks, with description and owners', async () => {
  expect(await only('  project   x ')).toMatchObject({
    kind: 'team',
    name: 'Project X',
    description: expect.stringContaining('product line'),
    owners: [{ name: 'Megan Bowen' }],
    refusal: null,
  });
});

test('groups and applications are found as what they are', async () => {
  expect(await only('Marketing')).toMatchObject({
    kind: 'group',
    owners: [{ name: 'Adele Vance' }],
  });
  expect(await only('Expense Reports')).toMatchObject({
    kind: 'application',
    owners: [{ name: 'Adele Vance' }],
    refusal: null,
  });
});

test('a name that ten groups share gives all ten, told apart by description', async () => {
  const { exact } = await directory().searchResources('reporting');
  expect(exact).toHaveLength(10);
  expect(new Set(exact.map((each) => each.description)).size).toBe(10);
});

test('an id is a name, too', async () => {
  const team = await only('Project X');
  expect(await only(team.id)).toEqual(team);
  expect(await directory().resource(team.id, 'team')).toEqual(team);
  expect(await directory().resource(team.id, 'application')).toBeNull();
});

test.each([
  ['Projct X', 'Project X'],
  ['Archive', 'Project X Archive'],
  ['Expnse Reports', 'Expense Reports'],
  ['green road', 'Road to Green'],
] as const)('"%s" fits nothing, and "%s" is the first of the nearest', async (wrong, right) => {
  const { exact, near } = await directory().searchResources(wrong);
  expect(exact).toEqual([]);
  expect(near[0]?.name).toBe(right);
  expect(near.length).toBeLessThanOrEqual(5);
});

test('a name like no other gives nothing, whatever characters it has', async () => {
  for (const name of ['Zzyzx', `Q'Zzy "&+#\\`, '"', '   ']) {
    expect(await directory().searchResources(name)).toEqual({ exact: [], near: [] });
  }
});

test.each([
  ['Everyone in Projects', 'resource.dynamic'],
  ['Payroll', 'resource.onPremises'],
  ['Helpdesk Operators', 'resource.roleAssignable'],
  ['Building Alerts', 'resource.mailEnabledSecurity'],
  ['Apollo Launch', 'resource.archived'],
  ['Board Papers', 'resource.labelForbidsGuests'],
  ['Finance Close', 'resource.guestsNotAllowed'],
  ['Time Tracker', 'resource.noAssignedGroup'],
] as const)('%s takes no guests: %s', async (name, code) => {
  expect((await only(name)).refusal).toEqual({ code, params: { name } });
});

test('an application without an assigned group is open where direct roles are allowed', async () => {
  const { directory: open } = woodgrove.open({ directAppRoles: true });
  expect((await open.searchResources('Time Tracker')).exact[0]?.refusal).toBeNull();
});

test('owners are shown as they are: gone, guests, or none', async () => {
  expect((await only('Legacy CRM')).owners).toMatchObject([{ name: 'Lee Gu', enabled: false }]);
  expect((await only('Partner Portal')).owners).toMatchObject([{ userType: 'guest' }]);
  expect((await only('Travel Booking')).owners).toEqual([]);
});

test('administrators are the active ones: who could only become one is none', async () => {
  const administrators = await directory().administrators();
  expect(administrators.map((each) => each.name)).toEqual(['Ada Admin']);
  const [ada] = administrators;
  expect([...(ada?.roles ?? [])].sort()).toEqual(['guestInviter', 'userAdministrator']);
});

test('the tenant says who may invite and whom', async () => {
  expect(await directory().invitationRules()).toEqual({
    allowInvitesFrom: 'everyone',
    verifiedDomains: ['woodgrove.com', 'woodgrove.onmicrosoft.com'],
    allowedDomains: [],
    blockedDomains: ['throwaway.example'],
  });
});

test('a rule that has changed is known at once', async () => {
  const rule = async () => (await directory().invitationRules()).allowInvitesFrom;
  expect(await rule()).toBe('everyone');
  await woodgrove.control('POST', 'switches', { allowInvitesFrom: 'none' });
  expect(await rule()).toBe('none');
  await woodgrove.control('POST', 'switches', { allowInvitesFrom: 'everyone' });
  expect(await rule()).toBe('everyone');
});

test('without beta there is no list of domains', async () => {
  const { directory: plain } = woodgrove.open({ readDomainList: false });
  expect(await plain.invitationRules()).toMatchObject({ allowedDomains: [], blockedDomains: [] });
});
