import { afterEach, expect, test } from '@jest/globals';
import { givenGraph } from './support/given-graph.ts';
import {
  following,
  refusal,
  type Script,
  type ScriptedGraph,
  scriptedGraph,
} from './support/scripted-graph.ts';

const TEAM = '22222222-2222-4222-8222-222222222222';
const SAM = '33333333-3333-4333-8333-333333333333';
const urgent = { urgent: true };

const roster = `GET /v1.0/teams/${TEAM}/members`;
const join = `POST /v1.0/teams/${TEAM}/members`;
const joinGroup = `POST /v1.0/groups/${TEAM}/members/$ref`;
const present = { body: { value: [{ userId: SAM }] } };
const absent = { body: { value: [] } };
const refusesGuests = refusal(
  403,
  'Forbidden',
  'Adding guest users to a team with application permissions is not supported.',
);

let server: ScriptedGraph | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function given(script: Script) {
  server = await scriptedGraph(following(script));
  const { requests } = server;
  const called = () => requests.map(({ method, path }) => `${method} ${path}`);
  return { tenant: givenGraph(server.origin).tenant, requests, called };
}

test('who is on the roster is not added again', async () => {
  const { tenant, called } = await given({ [roster]: present });
  expect(await tenant.ensureTeamMember(TEAM, SAM, urgent)).toBe('already');
  expect(called()).toEqual([roster]);
});

test('a guest is added as a member without roles, by an address of Graph itself', async () => {
  const { tenant, requests } = await given({ [roster]: absent, [join]: { status: 201, body: {} } });
  expect(await tenant.ensureTeamMember(TEAM, SAM, urgent)).toBe('added');
  expect(requests[0]?.query.get('$filter')).toBe(
    `(microsoft.graph.aadUserConversationMember/userId eq '${SAM}')`,
  );
  expect(requests[1]?.body).toEqual({
    '@odata.type': '#microsoft.graph.aadUserConversationMember',
    roles: [],
    'user@odata.bind': `https://graph.microsoft.com/v1.0/users('${SAM}')`,
  });
});

test('a team that refuses guests is joined through its group, and Teams may follow later', async () => {
  const { tenant, called } = await given({
    [roster]: absent,
    [join]: refusesGuests,
    [joinGroup]: { status: 204 },
  });
  expect(await tenant.ensureTeamMember(TEAM, SAM, urgent)).toBe('later');
  expect(called()).toEqual([roster, join, joinGroup, roster]);
});

test('when the roster shows him after the group has him, he is in', async () => {
  const { tenant } = await given({
    [roster]: [absent, present],
    [join]: refusesGuests,
    [joinGroup]: { status: 204 },
  });
  expect(await tenant.ensureTeamMember(TEAM, SAM, urgent)).toBe('added');
});

test('a run after a crash finds him in the group and still waits for Teams', async () => {
  const { tenant } = await given({
    [roster]: absent,
    [join]: refusesGuests,
    [joinGroup]: refusal(
      400,
      'Request_BadRequest',
      'One or more added object references already exist.',
    ),
  });
  expect(await tenant.ensureTeamMember(TEAM, SAM, urgent)).toBe('later');
});

test('a named refusal of the team is not tried through the group', async () => {
  const { tenant, called } = await given({
    [roster]: absent,
    [join]: refusal(
      403,
      'Forbidden',
      'Guests users are not allowed to join this Unified Group due to policy setting.',
    ),
  });
  await expect(tenant.ensureTeamMember(TEAM, SAM, urgent)).rejects.toMatchObject({
    code: 'resource.guestsNotAllowed',
  });
  expect(called()).not.toContain(joinGroup);
});

test('404 from the team means a disabled account, or one that has not arrived everywhere', async () => {
  const user = { id: SAM, displayName: 'Sam', userType: 'Guest' };
  const notFound = { [roster]: absent, [join]: refusal(404, 'NotFound', 'Not found.') };
  const lookUp = `GET /v1.0/users/${SAM}`;
  const disabled = await given({
    ...notFound,
    [lookUp]: { body: { ...user, accountEnabled: false } },
  });
  await expect(disabled.tenant.ensureTeamMember(TEAM, SAM, urgent)).rejects.toMatchObject({
    code: 'guest.blocked',
  });
  await server?.close();

  const fresh = await given({
    ...notFound,
    [lookUp]: refusal(404, 'Request_ResourceNotFound', ''),
  });
  await expect(fresh.tenant.ensureTeamMember(TEAM, SAM, urgent)).rejects.toMatchObject({
    code: 'notYetThere',
  });
});
