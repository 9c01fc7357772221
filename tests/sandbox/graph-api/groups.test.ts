import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { guidOf } from '../../../src/sandbox/tenant/guid.ts';
import { defaultPermissions } from '../../../src/sandbox/tenant/permissions.ts';
import { person } from '../../../src/sandbox/tenant/seed/people.ts';
import { type GivenWoodgrove, givenWoodgrove } from '../support/given-woodgrove.ts';
import { at, column, errorOf, eventual, query, rows } from '../support/graph-client.ts';

let given: GivenWoodgrove;
beforeAll(async () => {
  given = await givenWoodgrove();
});
const allow = (...permissions: string[]) => given.control('POST', '/switches', { permissions });
const grant = (permission: string) => allow(...defaultPermissions, permission);
afterEach(() => allow(...defaultPermissions));
afterAll(() => given.close());

const group = (name: string) => guidOf(`group/${name}`);
const guest = guidOf('guest/accepted.guest@fabrikam.com');
const entity = (id: string) => `https://graph.microsoft.com/v1.0/directoryObjects/${id}`;
const add = (groupId: string, id: string) =>
  given.graph('POST', `/groups/${groupId}/members/$ref`, { '@odata.id': entity(id) });
const membersOf = async (groupId: string) =>
  column(await given.graph('GET', `/groups/${groupId}/members?$select=id`), 'id');

test('groups are found by name, and ten share one', async () => {
  const named = await given.graph(
    'GET',
    `/groups${query({ $filter: "displayName eq 'REPORTING'", $select: 'id,description' })}`,
  );
  expect(new Set(column(named, 'description')).size).toBe(10);
  const searched = await given.graph(
    'GET',
    `/groups${query({ $search: '"displayName:Project"', $select: 'displayName' })}`,
    undefined,
    eventual,
  );
  expect(column(searched, 'displayName')).toEqual(
    expect.arrayContaining(['Project X', 'Project X Archive']),
  );
});

test('labels and owners come when asked for', async () => {
  const path = `/groups/${group('Board Papers')}`;
  const plain = await given.graph('GET', path);
  expect(at(plain.body, 'assignedLabels')).toBeUndefined();
  expect(at(plain.body, 'resourceProvisioningOptions')).toEqual(['Team']);
  const asked = await given.graph(
    'GET',
    `${path}?$select=assignedLabels&$expand=owners($select=id)`,
  );
  expect(at(asked.body, 'assignedLabels', 0, 'displayName')).toBe('Confidential - no guests');
  expect(at(asked.body, 'owners', 0, 'id')).toBe(person.megan);
});

test('a guest policy stands in the settings of the group', async () => {
  const settings = await given.graph('GET', `/groups/${group('Finance Close')}/settings`);
  expect(rows(settings)).toMatchObject([
    { displayName: 'Group.Unified.Guest', values: [{ name: 'AllowToAddGuests', value: 'false' }] },
  ]);
  expect(rows(await given.graph('GET', `/groups/${group('Marketing')}/settings`))).toEqual([]);
});

test('only a Microsoft 365 group has a site', async () => {
  const site = await given.graph('GET', `/groups/${group('Marketing')}/sites/root`);
  expect(at(site.body, 'webUrl')).toBe('https://woodgrove.sharepoint.com/sites/marketing');
  expect((await given.graph('GET', `/groups/${group('Payroll')}/sites/root`)).status).toBe(404);
});

test('adding works once; again is 400; an unknown person or group is 404', async () => {
  expect((await add(group('Marketing'), guest)).status).toBe(204);
  expect(await membersOf(group('Marketing'))).toContain(guest);
  expect(errorOf(await add(group('Marketing'), guest))).toMatchObject({
    status: 400,
    code: 'Request_BadRequest',
    message: expect.stringContaining('already exist'),
  });
  expect((await add(group('Marketing'), guidOf('nobody'))).status).toBe(404);
  expect((await add(guidOf('nothing'), guest)).status).toBe(404);
  const broken = await given.graph('POST', `/groups/${group('Marketing')}/members/$ref`, {
    '@odata.id': 'x',
  });
  expect(broken.status).toBe(400);
});

test('a member can be removed again', async () => {
  const path = `/groups/${group('Road to Green')}/members/${guest}/$ref`;
  await add(group('Road to Green'), guest);
  expect((await given.graph('DELETE', path)).status).toBe(204);
  expect(await membersOf(group('Road to Green'))).not.toContain(guest);
  expect((await given.graph('DELETE', path)).status).toBe(404);
});

describe('a group that takes no guest', () => {
  test.each([
    ['Everyone in Projects', 400, /dynamic/],
    ['Payroll', 400, /on-premises/],
    ['Building Alerts', 400, /mail-enabled security/],
    ['Helpdesk Operators', 403, /Insufficient privileges/],
    ['Board Papers', 403, /not allowed to join this Unified Group due to policy setting/],
    ['Finance Close', 403, /not allowed to join this Unified Group due to policy setting/],
  ])('%s', async (name, status, sentence) => {
    const answer = await add(group(name), guest);
    expect(errorOf(answer)).toMatchObject({ status, message: expect.stringMatching(sentence) });
    expect(await membersOf(group(name))).not.toContain(guest);
  });

  test('by its guest policy takes a colleague all the same', async () => {
    expect((await add(group('Finance Close'), person.john)).status).toBe(204);
  });
});

describe('binding several members', () => {
  const bind = (ids: readonly string[]) =>
    given.graph('PATCH', `/groups/${group('Reporting Finance')}`, {
      'members@odata.bind': ids.map(entity),
    });

  test('is all or nothing', async () => {
    expect((await bind([person.john, guidOf('nobody')])).status).toBe(404);
    expect(await membersOf(group('Reporting Finance'))).not.toContain(person.john);
    expect((await bind([person.john, guest])).status).toBe(204);
    expect(await membersOf(group('Reporting Finance'))).toEqual(
      expect.arrayContaining([person.john, guest]),
    );
    expect((await bind([person.ada, guest])).status).toBe(400);
    expect(await membersOf(group('Reporting Finance'))).not.toContain(person.ada);
  });

  test('takes twenty and no more', async () => {
    expect((await bind(Array.from({ length: 21 }, () => person.ada))).status).toBe(400);
  });

  test('is all that a group can be changed by', async () => {
    const answer = await given.graph('PATCH', `/groups/${group('Marketing')}`, {
      displayName: 'Sales',
    });
    expect(errorOf(answer)).toMatchObject({ status: 501, code: 'notImplemented' });
  });
});

describe('applications', () => {
  const application = (name: string) => guidOf(`application/${name}`);
  const get = (path: string) => given.graph('GET', path);

  test('are found by name, id and appId, with owners', async () => {
    const named = await get(
      `/servicePrincipals${query({ $filter: "displayName eq 'Expense Reports'" })}`,
    );
    expect(column(named, 'id')).toEqual([application('Expense Reports')]);
    const appId = String(column(named, 'appId')[0]);
    expect(at((await get(`/servicePrincipals(appId='${appId}')`)).body, 'displayName')).toBe(
      'Expense Reports',
    );
    const owners = (name: string) =>
      get(`/servicePrincipals/${application(name)}/owners?$select=id,accountEnabled,userType`);
    expect(column(await owners('Expense Reports'), 'id')).toEqual([person.adele]);
    expect(rows(await owners('Travel Booking'))).toEqual([]);
    expect(column(await owners('Legacy CRM'), 'accountEnabled')).toEqual([false]);
    expect(column(await owners('Partner Portal'), 'userType')).toEqual(['Guest']);
  });

  test('are given through a group, or directly', async () => {
    const assigned = (name: string) =>
      get(`/servicePrincipals/${application(name)}/appRoleAssignedTo`);
    expect(column(await assigned('Expense Reports'), 'principalType')).toEqual(['Group']);
    expect(column(await assigned('Time Tracker'), 'principalType')).toEqual(['User', 'User']);
    await grant('AppRoleAssignment.ReadWrite.All');
    const theirs = await get(
      `/users/${person.john}/appRoleAssignments${query({ $filter: `resourceId eq ${application('Time Tracker')}` })}`,
    );
    expect(column(theirs, 'resourceDisplayName')).toEqual(['Time Tracker']);
  });

  test('are not given directly without the permission to give any role', async () => {
    const id = application('Time Tracker');
    const wish = {
      principalId: guest,
      resourceId: id,
      appRoleId: '00000000-0000-0000-0000-000000000000',
    };
    const assign = () => given.graph('POST', `/servicePrincipals/${id}/appRoleAssignedTo`, wish);
    expect((await assign()).status).toBe(403);
    await grant('AppRoleAssignment.ReadWrite.All');
    expect((await assign()).status).toBe(201);
    expect((await assign()).status).toBe(400);
  });
});

test('roles: active ones are members, eligible ones are not', async () => {
  const roles = await given.graph('GET', '/directoryRoles?$select=id,displayName');
  const holders: Record<string, unknown[]> = {};
  for (const role of rows(roles)) {
    const members = await given.graph(
      'GET',
      `/directoryRoles/${String(at(role, 'id'))}/members?$select=id`,
    );
    holders[String(at(role, 'displayName'))] = column(members, 'id');
  }
  expect(holders).toMatchObject({
    'Global Administrator': [],
    'User Administrator': [person.ada],
    'Guest Inviter': [person.ada],
  });
  const assigned = await given.graph(
    'GET',
    '/roleManagement/directory/roleAssignments?$expand=roleDefinition',
  );
  expect(column(assigned, 'principalId')).toEqual([person.ada, person.ada]);
  const eligible = await given.graph(
    'GET',
    '/roleManagement/directory/roleEligibilityScheduleInstances',
  );
  expect(column(eligible, 'principalId')).toEqual([person.patti]);
});

test('the company tells its domains, settings and licences', async () => {
  await grant('Domain.Read.All');
  const domains = await given.graph('GET', '/domains');
  expect(column(domains, 'id')).toEqual(['woodgrove.com', 'woodgrove.onmicrosoft.com']);
  const organization = await given.graph(
    'GET',
    '/organization?$select=displayName,verifiedDomains',
  );
  expect(rows(organization)).toMatchObject([{ displayName: 'WoodGrove' }]);
  expect((await given.graph('GET', '/groupSettings')).status).toBe(200);
  expect(column(await given.graph('GET', '/subscribedSkus'), 'skuPartNumber')).toContain(
    'AAD_PREMIUM',
  );
});

test('what WoodGrove does not know is 501 with its name', async () => {
  expect(errorOf(await given.graph('POST', '/users', {}))).toEqual({
    status: 501,
    code: 'notImplemented',
    message: 'POST /users',
  });
  expect(errorOf(await given.graph('GET', '/reports/x'))).toMatchObject({
    status: 501,
    message: 'GET /reports/x',
  });
  expect(errorOf(await given.graph('GET', '/policies/b2bManagementPolicies')).status).toBe(501);
});
