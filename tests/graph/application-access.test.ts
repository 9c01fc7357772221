import { afterEach, expect, test } from '@jest/globals';
import { z } from 'zod';
import { givenGraph } from './support/given-graph.ts';
import {
  refusal,
  type ScriptedGraph,
  type ScriptedReply,
  type SeenRequest,
  scriptedGraph,
} from './support/scripted-graph.ts';

const APP = '44444444-4444-4444-8444-444444444444';
const SAM = '33333333-3333-4333-8333-333333333333';
const USERS = '55555555-5555-4555-8555-555555555555';
const ADMINS = '66666666-6666-4666-8666-666666666666';
const DEFAULT = '00000000-0000-0000-0000-000000000000';
const ADMIN_ROLE = '77777777-7777-4777-8777-777777777777';
const urgent = { urgent: true };

const batchShape = z.object({ requests: z.array(z.object({ id: z.string(), url: z.string() })) });

let server: ScriptedGraph | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

interface Given {
  readonly assigned?: readonly { principalId: string; appRoleId: string }[];
  readonly appRoles?: readonly object[];
  readonly groups?: Readonly<Record<string, object>>;
  readonly direct?: boolean;
  readonly has?: boolean;
}

/** An application with these groups assigned to it. */
async function given({ assigned = [], appRoles = [], groups = {}, direct, has }: Given) {
  const group = (id: string) => ({ id, displayName: id, groupTypes: [], ...groups[id] });
  const part = (url: string): ScriptedReply =>
    url.includes('/appRoleAssignedTo')
      ? { body: { value: assigned.map((each) => ({ ...each, principalType: 'Group' })) } }
      : { body: group(/groups\/([^?]+)/.exec(url)?.[1] ?? '') };
  const answer = ({ method, path, body }: SeenRequest): ScriptedReply => {
    if (path === '/v1.0/$batch') {
      const { requests } = batchShape.parse(body);
      return {
        body: { responses: requests.map(({ id, url }) => ({ id, status: 200, ...part(url) })) },
      };
    }
    if (path.endsWith('/appRoleAssignments')) return { body: { value: has ? [{}] : [] } };
    if (method === 'POST') return { status: 201, body: {} };
    return { body: { id: APP, displayName: 'Expense Reports', appRoles } };
  };
  server = await scriptedGraph(answer);
  const { requests } = server;
  const writes = () =>
    requests.filter(({ method, path }) => method === 'POST' && path !== '/v1.0/$batch');
  return { tenant: givenGraph(server.origin, { directAppRoles: direct ?? false }).tenant, writes };
}

test('access comes through the group that gives plain access, not through the admins', async () => {
  const { tenant, writes } = await given({
    assigned: [
      { principalId: ADMINS, appRoleId: ADMIN_ROLE },
      { principalId: USERS, appRoleId: DEFAULT },
    ],
    appRoles: [{ id: ADMIN_ROLE, value: 'Admin', displayName: 'Administrator' }],
  });
  expect(await tenant.ensureApplicationAccess(APP, SAM, urgent)).toBe('added');
  expect(writes().map((each) => each.path)).toEqual([`/v1.0/groups/${USERS}/members/$ref`]);
});

test('a group that nobody can be added to is passed over', async () => {
  const { tenant, writes } = await given({
    assigned: [
      { principalId: ADMINS, appRoleId: DEFAULT },
      { principalId: USERS, appRoleId: DEFAULT },
    ],
    groups: { [ADMINS]: { groupTypes: ['DynamicMembership'] } },
  });
  await tenant.ensureApplicationAccess(APP, SAM, urgent);
  expect(writes().map((each) => each.path)).toEqual([`/v1.0/groups/${USERS}/members/$ref`]);
});

test('several groups with roles of their own are no access to be guessed', async () => {
  const { tenant, writes } = await given({
    assigned: [
      { principalId: ADMINS, appRoleId: ADMIN_ROLE },
      { principalId: USERS, appRoleId: SAM },
    ],
  });
  await expect(tenant.ensureApplicationAccess(APP, SAM, urgent)).rejects.toMatchObject({
    code: 'resource.noAssignedGroup',
    params: { name: 'Expense Reports' },
  });
  expect(writes()).toHaveLength(0);
});

test('direct roles are given only where the settings allow it', async () => {
  const off = await given({});
  await expect(off.tenant.ensureApplicationAccess(APP, SAM, urgent)).rejects.toMatchObject({
    code: 'resource.noAssignedGroup',
  });
  expect(off.writes()).toHaveLength(0);
  await server?.close();

  const on = await given({ direct: true });
  expect(await on.tenant.ensureApplicationAccess(APP, SAM, urgent)).toBe('added');
  expect(on.writes()).toMatchObject([
    {
      path: `/v1.0/servicePrincipals/${APP}/appRoleAssignedTo`,
      body: { principalId: SAM, resourceId: APP, appRoleId: DEFAULT },
    },
  ]);
});

test('who has a role already is given none', async () => {
  const { tenant, writes } = await given({ direct: true, has: true });
  expect(await tenant.ensureApplicationAccess(APP, SAM, urgent)).toBe('already');
  expect(writes()).toHaveLength(0);
});

test('of several roles the one for users is given; none of them is guessed', async () => {
  const admin = { id: ADMIN_ROLE, value: 'Admin', isEnabled: true, allowedMemberTypes: ['User'] };
  const user = { id: USERS, value: 'User', isEnabled: true, allowedMemberTypes: ['User'] };
  const clear = await given({ direct: true, appRoles: [admin, user] });
  await clear.tenant.ensureApplicationAccess(APP, SAM, urgent);
  expect(clear.writes()).toMatchObject([{ body: { appRoleId: USERS } }]);
  await server?.close();

  const unclear = await given({
    direct: true,
    appRoles: [admin, { ...admin, id: SAM, value: 'Auditor' }],
  });
  await expect(unclear.tenant.ensureApplicationAccess(APP, SAM, urgent)).rejects.toMatchObject({
    code: 'resource.noAssignedGroup',
  });
});

test('an application that is gone is said to be gone', async () => {
  server = await scriptedGraph(() => refusal(404, 'Request_ResourceNotFound', ''));
  const { tenant } = givenGraph(server.origin);
  await expect(tenant.ensureApplicationAccess(APP, SAM, urgent)).rejects.toMatchObject({
    code: 'resource.gone',
  });
});
