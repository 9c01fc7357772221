import { afterEach, expect, test } from '@jest/globals';
import { givenGraph } from './support/given-graph.ts';
import {
  following,
  refusal,
  type Script,
  type ScriptedGraph,
  scriptedGraph,
} from './support/scripted-graph.ts';

const GROUP = '22222222-2222-4222-8222-222222222222';
const SAM = '33333333-3333-4333-8333-333333333333';
const urgent = { urgent: true };

const join = `POST /v1.0/groups/${GROUP}/members/$ref`;

let server: ScriptedGraph | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function given(script: Script) {
  server = await scriptedGraph(following(script));
  const { requests } = server;
  return { tenant: givenGraph(server.origin).tenant, requests };
}

test('a second time in a group counts as done, also when Graph refuses it without a word', async () => {
  const check = `POST /v1.0/users/${SAM}/checkMemberGroups`;
  const { tenant, requests } = await given({
    [join]: [{ status: 204 }, { status: 400 }],
    [check]: { body: { value: [GROUP] } },
  });
  expect(await tenant.ensureGroupMember(GROUP, SAM, urgent)).toBe('added');
  expect(await tenant.ensureGroupMember(GROUP, SAM, urgent)).toBe('already');
  expect(requests[0]?.body).toEqual({
    '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${SAM}`,
  });
});

test('a bare 403 of a group is explained by the group itself', async () => {
  const group = { id: GROUP, displayName: 'Admins', groupTypes: [], isAssignableToRole: true };
  const { tenant } = await given({
    [join]: refusal(
      403,
      'Authorization_RequestDenied',
      'Insufficient privileges to complete the operation.',
    ),
    [`GET /v1.0/groups/${GROUP}`]: { body: group },
  });
  await expect(tenant.ensureGroupMember(GROUP, SAM, urgent)).rejects.toMatchObject({
    code: 'resource.roleAssignable',
    params: { name: 'Admins' },
  });
});

test('where the group explains nothing, the missing permission is named', async () => {
  const group = { id: GROUP, displayName: 'Marketing', groupTypes: [] };
  const { tenant } = await given({
    [join]: refusal(
      403,
      'Authorization_RequestDenied',
      'Insufficient privileges to complete the operation.',
    ),
    [`GET /v1.0/groups/${GROUP}`]: { body: group },
  });
  await expect(tenant.ensureGroupMember(GROUP, SAM, urgent)).rejects.toMatchObject({
    code: 'graph.forbidden',
    params: { permission: 'GroupMember.ReadWrite.All' },
  });
});
