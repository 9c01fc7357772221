import { afterEach, expect, test } from '@jest/globals';
import { givenGraph, TEAMS_APP_ID } from './support/given-graph.ts';
import {
  following,
  refusal,
  type Script,
  type ScriptedGraph,
  scriptedGraph,
} from './support/scripted-graph.ts';

const MEGAN = '11111111-1111-4111-8111-111111111111';
const catalog = 'GET /v1.0/appCatalogs/teamsApps';
const install = `POST /v1.0/users/${MEGAN}/teamwork/installedApps`;

let server: ScriptedGraph | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function given(script: Script) {
  server = await scriptedGraph(
    following({ [catalog]: { body: { value: [{ id: 'cat-1' }] } }, ...script }),
  );
  return { apps: givenGraph(server.origin).apps, requests: server.requests };
}

test('the app is installed by the id it has in the catalogue, which is looked up once', async () => {
  const { apps, requests } = await given({
    [install]: [{ status: 201 }, refusal(409, 'Conflict', '')],
  });
  expect(await apps.installForPerson(MEGAN)).toBe('installed');
  expect(await apps.installForPerson(MEGAN)).toBe('already');
  expect(requests.map((each) => each.method)).toEqual(['GET', 'POST', 'POST']);
  expect(requests[0]?.query.get('$filter')).toBe(`externalId eq '${TEAMS_APP_ID}'`);
  expect(requests[1]?.body).toEqual({
    'teamsApp@odata.bind': 'https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/cat-1',
  });
});

test.each([
  [403, 'Forbidden', 'The app is blocked by app permission policy.', 'chat.blockedByPolicy'],
  [
    403,
    'Forbidden',
    'Missing role permissions on the request. API requires one of …',
    'graph.forbidden',
  ],
  [403, 'Authorization_RequestDenied', 'No.', 'graph.forbidden'],
  [404, 'NotFound', 'No user.', 'chat.notReachable'],
] as const)('%s %s "%s" is %s', async (status, code, message, expected) => {
  const { apps } = await given({ [install]: refusal(status, code, message) });
  await expect(apps.installForPerson(MEGAN)).rejects.toMatchObject({ code: expected });
});

test('an app that was removed from the catalogue and put back is found again', async () => {
  const { apps, requests } = await given({
    [install]: [refusal(404, 'NotFound', ''), { status: 201 }],
  });
  await expect(apps.installForPerson(MEGAN)).rejects.toMatchObject({ code: 'chat.notReachable' });
  expect(await apps.installForPerson(MEGAN)).toBe('installed');
  expect(requests.filter((each) => each.method === 'GET')).toHaveLength(2);
});
