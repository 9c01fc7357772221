import { afterEach, expect, test } from '@jest/globals';
import { givenGraph } from './support/given-graph.ts';
import { following, type ScriptedGraph, scriptedGraph } from './support/scripted-graph.ts';

let server: ScriptedGraph | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const user = (id: string, change: object = {}) => ({
  '@odata.type': '#microsoft.graph.user',
  id,
  displayName: id,
  userType: 'Member',
  accountEnabled: true,
  ...change,
});

test('holders come once with all their roles, also those who hold one through a group', async () => {
  server = await scriptedGraph(
    following({
      'GET /v1.0/directoryRoles': {
        body: {
          value: [
            { id: 'g', roleTemplateId: '62e90394-69f5-4237-9190-012177145e10' },
            { id: 'i', roleTemplateId: '95e79109-95c0-4d8e-aee3-d01accf2d47b' },
            { id: 'h', roleTemplateId: '729827e3-9c14-49f7-bb1b-9608f156bbb8' },
          ],
        },
      },
      'GET /v1.0/directoryRoles/g/members': {
        body: {
          value: [
            user('ann'),
            user('gone', { accountEnabled: false }),
            { '@odata.type': '#microsoft.graph.servicePrincipal', id: 'app', displayName: 'App' },
          ],
        },
      },
      'GET /v1.0/directoryRoles/i/members': {
        body: {
          value: [
            user('ann'),
            user('visitor', { userType: 'Guest' }),
            { '@odata.type': '#microsoft.graph.group', id: 'inviters', displayName: 'Inviters' },
          ],
        },
      },
      'GET /v1.0/groups/inviters/transitiveMembers': { body: { value: [user('bo')] } },
    }),
  );
  const { directory } = givenGraph(server.origin);
  const administrators = await directory.administrators();
  expect(administrators.map(({ id, roles }) => [id, roles])).toEqual([
    ['ann', ['globalAdministrator', 'guestInviter']],
    ['bo', ['guestInviter']],
  ]);
});

test('a tenant that never used these roles has no administrators', async () => {
  server = await scriptedGraph(following({ 'GET /v1.0/directoryRoles': { body: { value: [] } } }));
  expect(await givenGraph(server.origin).directory.administrators()).toEqual([]);
});
