import { afterEach, expect, test } from '@jest/globals';
import type { ResourceKind } from '../../src/requests/types.ts';
import { givenGraph, TENANT_ID } from './support/given-graph.ts';
import {
  following,
  refusal,
  type ScriptedGraph,
  type ScriptedReply,
  scriptedGraph,
} from './support/scripted-graph.ts';

const ID = '22222222-2222-4222-8222-222222222222';
const MY_APPS = `https://myapplications.microsoft.com/?tenantid=${TENANT_ID}`;
const pages = {
  team: `/v1.0/teams/${ID}`,
  group: `/v1.0/groups/${ID}/sites/root`,
  application: `/v1.0/servicePrincipals/${ID}`,
} as const;

let server: ScriptedGraph | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function landing(kind: ResourceKind, reply: ScriptedReply): Promise<string> {
  server = await scriptedGraph(following({ [`GET ${pages[kind]}`]: reply }));
  return givenGraph(server.origin).tenant.landingUrl({ id: ID, kind, name: 'x' });
}

test('a link to a team names the tenant, for the guest comes from another', async () => {
  const webUrl = 'https://teams.microsoft.com/l/team/19%3aabc%40thread.tacv2/conversations';
  const link = new URL(await landing('team', { body: { id: ID, webUrl } }));
  expect(link.pathname).toContain('19%3aabc');
  expect(Object.fromEntries(link.searchParams)).toEqual({ groupId: ID, tenantId: TENANT_ID });
});

test('a link that is complete stays as it is', async () => {
  const webUrl = `https://teams.microsoft.com/l/team/x?groupId=${ID}&tenantId=other`;
  expect(await landing('team', { body: { webUrl } })).toBe(webUrl);
});

test('an application leads to its own page, or to where one signs in', async () => {
  const both = { homepage: 'https://a.example/', loginUrl: 'https://b.example/' };
  expect(await landing('application', { body: both })).toBe('https://a.example/');
  await server?.close();
  expect(await landing('application', { body: { ...both, homepage: null } })).toBe(
    'https://b.example/',
  );
});

test.each([
  ['application', 'has no page', { body: {} }],
  [
    'application',
    'has a page that is no web address',
    { body: { homepage: 'javascript:alert(1)' } },
  ],
  ['application', 'is gone', refusal(404, 'NotFound', '')],
  ['team', 'has no link', { body: { webUrl: null } }],
  ['group', 'has no site', refusal(404, 'NotFound', '')],
  ['group', 'has a site we may not see', refusal(403, 'AccessDenied', '')],
] as const)('where the %s %s, the guest lands on My Apps of the tenant', async (kind, _, reply) => {
  expect(await landing(kind, reply)).toBe(MY_APPS);
});
