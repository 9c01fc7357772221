import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { guidOf } from '../../../src/sandbox/tenant/guid.ts';
import { defaultPermissions } from '../../../src/sandbox/tenant/permissions.ts';
import { person } from '../../../src/sandbox/tenant/seed/people.ts';
import { catalogAppId } from '../../../src/sandbox/tenant/seed/woodgrove.ts';
import { type GivenWoodgrove, givenWoodgrove } from '../support/given-woodgrove.ts';
import { at, column, errorOf, query, rows } from '../support/graph-client.ts';

let given: GivenWoodgrove;
beforeAll(async () => {
  given = await givenWoodgrove();
});
beforeEach(async () => {
  await given.control('POST', '/reset');
  await given.control('POST', '/limits', { scale: 'off' });
  await given.control('POST', '/switches', { rosterDelayMinutes: 120 });
});
afterAll(() => given.close());

const team = (name: string) => guidOf(`group/${name}`);
const projectX = team('Project X');
const guest = guidOf('guest/accepted.guest@fabrikam.com');
const newMember = (id: string, roles: readonly string[] = []) => ({
  '@odata.type': '#microsoft.graph.aadUserConversationMember',
  roles,
  'user@odata.bind': `https://graph.microsoft.com/v1.0/users('${id}')`,
});
const add = (teamId: string, id: string, roles: readonly string[] = []) =>
  given.graph('POST', `/teams/${teamId}/members`, newMember(id, roles));
const toGroup = (teamId: string, id: string) =>
  given.graph('POST', `/groups/${teamId}/members/$ref`, {
    '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}`,
  });
const roster = async (id = guest) => {
  const filter = `(microsoft.graph.aadUserConversationMember/userId eq '${id}')`;
  return rows(await given.graph('GET', `/teams/${projectX}/members${query({ $filter: filter })}`));
};

test('a team has its channel and its roster, with roles', async () => {
  const permissions = [...defaultPermissions, 'Channel.ReadBasic.All'];
  await given.control('POST', '/switches', { permissions });
  const channel = await given.graph('GET', `/teams/${projectX}/primaryChannel`);
  expect(at(channel.body, 'displayName')).toBe('General');
  const shown = await given.graph('GET', `/teams/${projectX}`);
  expect(at(shown.body, 'internalId')).toBe(at(channel.body, 'id'));
  expect(await roster(person.megan)).toMatchObject([
    { roles: ['owner'], email: 'megan.bowen@woodgrove.com' },
  ]);
  expect(await roster(person.john)).toMatchObject([{ roles: [] }]);
  expect((await given.graph('GET', `/teams/${team('Marketing')}`)).status).toBe(404);
});

describe('as reported for application permissions', () => {
  test('the team call refuses a guest, the group takes him, and Teams shows him hours later', async () => {
    expect(errorOf(await add(projectX, guest))).toMatchObject({ status: 403, code: 'Forbidden' });
    expect((await toGroup(projectX, guest)).status).toBe(204);
    expect(await roster()).toEqual([]);
    const { body } = await given.control('GET', '/tenant');
    expect(JSON.stringify(body)).toContain(guest);

    await given.control('POST', '/clock', { advance: 'PT1H' });
    expect(await roster()).toEqual([]);
    await given.control('POST', '/clock', { advance: 'PT61M' });
    expect(await roster()).toMatchObject([{ roles: ['guest'], userId: guest }]);
  });

  test('a colleague is taken at once', async () => {
    expect((await add(projectX, person.miriam)).status).toBe(201);
    expect(await roster(person.miriam)).toHaveLength(1);
  });
});

test('unless WoodGrove is told to lag, Teams shows at once whom the group has', async () => {
  await given.control('POST', '/switches', { rosterDelayMinutes: 0 });
  await toGroup(projectX, guest);
  expect(await roster()).toHaveLength(1);
});

describe('where the team call takes guests', () => {
  beforeEach(() => given.control('POST', '/switches', { teamAddRefusesGuests: false }));

  test('he is on the roster at once, and adding him again changes nothing', async () => {
    expect((await add(projectX, guest)).status).toBe(201);
    expect((await add(projectX, guest, ['guest'])).status).toBe(201);
    expect(await roster()).toHaveLength(1);
  });

  test('one who waits in the group is brought in by the team call', async () => {
    await toGroup(projectX, guest);
    expect(await roster()).toEqual([]);
    await add(projectX, guest);
    expect(await roster()).toHaveLength(1);
  });

  test.each([
    ['a guest as owner', guest, ['owner'], 400],
    ['a disabled colleague', person.lee, [], 404],
    ['nobody', guidOf('nobody'), [], 404],
  ])('%s is refused', async (_what, id, roles, status) => {
    expect((await add(projectX, id, roles)).status).toBe(status);
  });

  test('an archived team and one whose label forbids guests refuse him', async () => {
    expect(errorOf(await add(team('Apollo Launch'), guest))).toMatchObject({
      status: 403,
      message: expect.stringMatching(/archived/),
    });
    expect(errorOf(await add(team('Board Papers'), guest))).toMatchObject({
      status: 403,
      message: expect.stringMatching(/policy setting/),
    });
  });

  test('several at once: 207 says who could not come', async () => {
    const values = [newMember(guest), newMember(guidOf('nobody')), newMember(person.miriam)];
    const answer = await given.graph('POST', `/teams/${projectX}/members/add`, { values });
    expect(answer.status).toBe(207);
    expect(column(answer, 'error')).toMatchObject([
      null,
      { code: 'Request_ResourceNotFound' },
      null,
    ]);
    expect(await roster()).toHaveLength(1);
    const fine = await given.graph('POST', `/teams/${projectX}/members/add`, {
      values: [newMember(person.miriam)],
    });
    expect(fine.status).toBe(200);
  });

  test('one can be taken off again', async () => {
    const added = await add(projectX, guest);
    const path = `/teams/${projectX}/members/${String(at(added.body, 'id'))}`;
    expect((await given.graph('DELETE', path)).status).toBe(204);
    expect(await roster()).toEqual([]);
    expect((await given.graph('DELETE', path)).status).toBe(404);
  });
});

describe('the app', () => {
  const binding = {
    'teamsApp@odata.bind': `https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/${catalogAppId}`,
  };
  const install = (scope: string, body: object = binding) =>
    given.graph('POST', `/${scope}/installedApps`, body);

  test('is found in the catalogue by the id of its manifest', async () => {
    const filter = "externalId eq 'c2a7b9d4-1e63-4f0a-b85d-93d7e4f0a126'";
    const found = await given.graph(
      'GET',
      `/appCatalogs/teamsApps${query({ $filter: filter, $expand: 'appDefinitions' })}`,
    );
    expect(column(found, 'id')).toEqual([catalogAppId]);
    expect(rows(found)).toMatchObject([{ appDefinitions: [{ publishingState: 'published' }] }]);
  });

  test('is installed for a person once, and again is a conflict', async () => {
    const scope = `users/${person.miriam}/teamwork`;
    const installed = await install(scope);
    expect(installed.status).toBe(201);
    const location = String(installed.headers.get('location'));
    expect((await install(scope)).status).toBe(409);
    const listed = await given.graph(
      'GET',
      `/${scope}/installedApps${query({ $expand: 'teamsApp', $filter: "teamsApp/externalId eq 'c2a7b9d4-1e63-4f0a-b85d-93d7e4f0a126'" })}`,
    );
    expect(rows(listed)).toMatchObject([{ teamsApp: { id: catalogAppId } }]);
    expect((await given.graph('GET', location)).status).toBe(200);
    expect((await given.graph('DELETE', location)).status).toBe(204);
    expect((await given.graph('GET', location)).status).toBe(404);
  });

  test('is kept from people by policy, from the disabled and from guests who are pending', async () => {
    const pending = guidOf('guest/pending.guest@fabrikam.com');
    for (const id of [person.isaiah, person.lee, pending]) {
      expect((await install(`users/${id}/teamwork`)).status).toBe(403);
    }
    expect((await install(`users/${guest}/teamwork`)).status).toBe(201);
    await given.control('POST', '/switches', { guestsRefuseApps: true });
    expect(
      (await install(`users/${guidOf('guest/partner.guest@fabrikam.com')}/teamwork`)).status,
    ).toBe(403);
  });

  test('is not found by the id of its manifest when installing', async () => {
    const wrong = {
      'teamsApp@odata.bind':
        'https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/c2a7b9d4-1e63-4f0a-b85d-93d7e4f0a126',
    };
    expect((await install(`users/${person.miriam}/teamwork`, wrong)).status).toBe(404);
  });

  test('comes into a team, but not into an archived one', async () => {
    expect((await install(`teams/${projectX}`)).status).toBe(409);
    expect((await install(`teams/${team('Road to Green')}`)).status).toBe(201);
    expect((await install(`teams/${team('Apollo Launch')}`)).status).toBe(403);
  });
});
