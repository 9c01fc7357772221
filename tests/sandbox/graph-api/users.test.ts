import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { person } from '../../../src/sandbox/tenant/seed/people.ts';
import { type GivenWoodgrove, givenWoodgrove } from '../support/given-woodgrove.ts';
import { at, column, errorOf, eventual, query, rows } from '../support/graph-client.ts';

let given: GivenWoodgrove;
beforeAll(async () => {
  given = await givenWoodgrove();
});
afterAll(() => given.close());

const users = (options: Record<string, string>, headers = {}) =>
  given.graph('GET', `/users${query(options)}`, undefined, headers);

test('a person is read by id and by principal name, with the usual properties only', async () => {
  const byId = await given.graph('GET', `/users/${person.john}`);
  const byName = await given.graph('GET', '/users/john.doe%40woodgrove.com');
  expect(at(byId.body, 'displayName')).toBe('John Doe');
  expect(byName.body).toEqual(byId.body);
  expect(at(byId.body, 'userType')).toBeUndefined();
  const selected = await given.graph(
    'GET',
    `/users/${person.john}?$select=userType,accountEnabled`,
  );
  expect(selected.body).toMatchObject({ userType: 'Member', accountEnabled: true });
  expect(at(selected.body, 'displayName')).toBeUndefined();
});

test('an unknown id is 404, an unknown property is 400', async () => {
  const gone = await given.graph('GET', '/users/00000000-0000-4000-8000-000000000000');
  expect(errorOf(gone)).toMatchObject({ status: 404, code: 'Request_ResourceNotFound' });
  expect(errorOf(await users({ $select: 'salary' }))).toMatchObject({
    status: 400,
    code: 'BadRequest',
  });
});

test('pages follow each other without gap or repetition', async () => {
  const all = await users({ $top: '999', $select: 'id' });
  const seen: unknown[] = [];
  let next: unknown = `${given.origin}/v1.0/users?$top=4&$select=id`;
  while (typeof next === 'string') {
    const page = await given.graph('GET', next);
    seen.push(...column(page, 'id'));
    next = at(page.body, '@odata.nextLink');
  }
  expect(seen).toEqual(column(all, 'id'));
});

test.each(['0', '1000', 'x'])('$top=%s is refused', async (top) => {
  expect((await users({ $top: top })).status).toBe(400);
});

test('a look-up finds a guest by every address he ever had', async () => {
  const find = async (filter: string) =>
    column(await users({ $filter: filter, $select: 'displayName' }), 'displayName');
  expect(await find("mail eq 'jane.smith@fabrikam-group.com'")).toEqual(['Jane Smith']);
  expect(await find("otherMails/any(o:o eq 'J.Smith@fabrikam.com')")).toEqual(['Jane Smith']);
  expect(await find("proxyAddresses/any(p:p eq 'smtp:j.smith@fabrikam.com')")).toEqual([
    'Jane Smith',
  ]);
  expect(await find("startswith(userPrincipalName,'j.smith_fabrikam.com#EXT#@')")).toEqual([
    'Jane Smith',
  ]);
  expect(
    await find(
      "identities/any(i:i/issuerAssignedId eq 'k.brown@gmail.com' and i/issuer eq 'google.com')",
    ),
  ).toEqual(['Kelly Brown']);
  expect(await find("mail eq 'k.brown@gmail.com'")).toEqual([]);
  expect(await find(`id eq '${person.megan}'`)).toEqual(['Megan Bowen']);
});

test('advanced queries need ConsistencyLevel and $count', async () => {
  const advanced = { $filter: "userType ne 'Guest'", $count: 'true', $select: 'id' };
  expect(errorOf(await users(advanced)).code).toBe('Request_UnsupportedQuery');
  expect((await users({ $filter: "userType ne 'Guest'" }, eventual)).status).toBe(400);
  const answer = await users(advanced, eventual);
  expect(at(answer.body, '@odata.count')).toBe(rows(answer).length);
  expect((await users({ $search: '"displayName:meg"' })).status).toBe(400);
  expect(column(await users({ $search: '"displayName:meg"' }, eventual), 'displayName')).toEqual([
    'Megan Bowen',
  ]);
  expect((await given.graph('GET', '/users/$count')).status).toBe(400);
  expect((await given.graph('GET', '/users/$count', undefined, eventual)).body).toEqual(
    expect.any(Number),
  );
});

test('contains and undoubled apostrophes are refused', async () => {
  const contains = await users({ $filter: "contains(displayName,'a')" });
  expect(errorOf(contains)).toMatchObject({ status: 400, code: 'Request_UnsupportedQuery' });
  expect((await users({ $filter: "displayName eq 'O'Brien'" })).status).toBe(400);
});

test('a raw plus in a query is a blank, as on any server', async () => {
  const answer = await given.graph('GET', "/users?$filter=displayName+eq+'John+Doe'&$select=id");
  expect(column(answer, 'id')).toEqual([person.john]);
});

test('results come in the order asked for', async () => {
  const answer = await users({ $orderby: 'displayName desc', $top: '2', $select: 'displayName' });
  const names = column(answer, 'displayName');
  expect(names).toEqual([...names].sort().reverse());
});

test('manager, reports, memberships and possessions are those of the seed', async () => {
  const get = (path: string) => given.graph('GET', path);
  expect(at((await get(`/users/${person.john}/manager`)).body, 'id')).toBe(person.megan);
  expect((await get(`/users/${person.grady}/manager`)).status).toBe(404);
  expect(column(await get(`/users/${person.megan}/directReports`), 'id')).toContain(person.john);
  expect(
    column(
      await get(`/users/${person.john}/memberOf/microsoft.graph.group?$select=displayName`),
      'displayName',
    ),
  ).toEqual(['Project X', 'Road to Green']);
  expect(
    column(await get(`/users/${person.ada}/memberOf?$select=displayName`), 'displayName'),
  ).toEqual(expect.arrayContaining(['User Administrator', 'Guest Inviter', 'Project X']));
  const owned = await get(`/users/${person.adele}/ownedObjects?$select=displayName`);
  expect(column(owned, 'displayName')).toEqual(
    expect.arrayContaining(['Marketing', 'Expense Reports', 'Road to Green']),
  );
  const group = String(
    at(
      (await get(`/groups${query({ $filter: "displayName eq 'Project X'" })}`)).body,
      'value',
      0,
      'id',
    ),
  );
  const checked = await given.graph('POST', `/users/${person.john}/checkMemberGroups`, {
    groupIds: [group, '00000000-0000-4000-8000-000000000000'],
  });
  expect(rows(checked)).toEqual([group]);
});

test('$expand brings the manager, and only what is known', async () => {
  const answer = await given.graph(
    'GET',
    `/users/${person.john}?$select=id&$expand=manager($select=displayName)`,
  );
  expect(at(answer.body, 'manager', 'displayName')).toBe('Megan Bowen');
  expect((await given.graph('GET', `/users/${person.john}?$expand=mailbox`)).status).toBe(400);
});

test('a user can be changed, deleted, found among the deleted, and restored', async () => {
  const invited = await given.graph('POST', '/invitations', {
    invitedUserEmailAddress: 'come.and.go@adatum.com',
    inviteRedirectUrl: 'https://example.com/',
  });
  const id = String(at(invited.body, 'invitedUser', 'id'));
  expect((await given.graph('PATCH', `/users/${id}`, { companyName: 'Adatum' })).status).toBe(204);
  expect(
    at((await given.graph('GET', `/users/${id}?$select=companyName`)).body, 'companyName'),
  ).toBe('Adatum');
  expect((await given.graph('PATCH', `/users/${id}`, { passwordProfile: {} })).status).toBe(501);

  const deletedByMail = () =>
    given.graph(
      'GET',
      `/directory/deletedItems/microsoft.graph.user${query({ $filter: "mail eq 'come.and.go@adatum.com'", $select: 'id', $count: 'true' })}`,
      undefined,
      eventual,
    );
  expect((await given.graph('DELETE', `/users/${id}`)).status).toBe(204);
  expect((await given.graph('GET', `/users/${id}`)).status).toBe(404);
  expect(column(await deletedByMail(), 'id')).toEqual([id]);
  expect((await given.graph('POST', `/directory/deletedItems/${id}/restore`)).status).toBe(200);
  expect((await given.graph('GET', `/users/${id}`)).status).toBe(200);
  expect(column(await deletedByMail(), 'id')).toEqual([]);
});

test('delta tells what changed since its link, and nothing twice', async () => {
  const first = await given.graph('GET', '/users/delta?$deltatoken=latest&$select=id,displayName');
  expect(rows(first)).toEqual([]);
  await given.graph('PATCH', `/users/${person.miriam}`, { jobTitle: 'Head of brand' });
  const second = await given.graph('GET', String(at(first.body, '@odata.deltaLink')));
  expect(rows(second)).toEqual([{ id: person.miriam, displayName: 'Miriam Graham' }]);
  const third = await given.graph('GET', String(at(second.body, '@odata.deltaLink')));
  expect(rows(third)).toEqual([]);
});

test('delta tells of the deleted, pages, and refuses a link of another WoodGrove', async () => {
  const start = await given.graph('GET', '/users/delta?$deltatoken=latest');
  await given.control('POST', '/seed', { guests: 3 });
  const id = String(column(await users({ $filter: "mail eq 'guest000001@adatum.com'" }), 'id')[0]);
  await given.graph('DELETE', `/users/${id}`);
  const seen: unknown[] = [];
  let link: unknown = `${String(at(start.body, '@odata.deltaLink'))}&$top=2`;
  let last: unknown;
  while (typeof link === 'string') {
    const page = await given.graph('GET', link);
    seen.push(...rows(page));
    link = at(page.body, '@odata.nextLink');
    last = at(page.body, '@odata.deltaLink');
  }
  expect(seen).toHaveLength(3);
  expect(seen).toContainEqual({ id, '@removed': { reason: 'changed' } });
  await given.control('POST', '/reset');
  const stale = await given.graph('GET', String(last));
  expect(errorOf(stale)).toMatchObject({ status: 410, code: 'syncStateNotFound' });
});
