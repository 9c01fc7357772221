import { afterEach, expect, test } from '@jest/globals';
import { givenGraph } from './support/given-graph.ts';
import {
  following,
  refusal,
  type ScriptedGraph,
  type ScriptedReply,
  scriptedGraph,
} from './support/scripted-graph.ts';

let server: ScriptedGraph | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function rulesWith(list: ScriptedReply) {
  server = await scriptedGraph(
    following({
      'GET /v1.0/policies/authorizationPolicy': { body: { allowInvitesFrom: 'none' } },
      'GET /v1.0/organization': {
        body: { value: [{ verifiedDomains: [{ name: 'Contoso.com' }] }] },
      },
      'GET /beta/policies/b2bManagementPolicies': list,
    }),
  );
  return givenGraph(server.origin, { readDomainList: true }).directory.invitationRules();
}

const none = {
  allowInvitesFrom: 'none',
  verifiedDomains: ['contoso.com'],
  allowedDomains: [],
  blockedDomains: [],
};

test('the list of domains is read from the text that holds it', async () => {
  const policy = {
    B2BManagementPolicy: {
      InvitationsAllowedAndBlockedDomainsPolicy: { AllowedDomains: ['Fabrikam.com'] },
    },
  };
  const list = { body: { value: [{ definition: [JSON.stringify(policy)] }] } };
  expect(await rulesWith(list)).toEqual({ ...none, allowedDomains: ['fabrikam.com'] });
});

test.each([
  ['is refused to us', refusal(403, 'AccessDenied', 'No.')],
  ['does not exist', refusal(404, 'NotFound', 'No.')],
  ['is empty', { body: { value: [] } }],
] as const)('a list that %s is no list', async (_, list) => {
  expect(await rulesWith(list)).toEqual(none);
});

test('a list that cannot be understood stops rather than letting everybody in', async () => {
  const list = { body: { value: [{ definition: ['not json'] }] } };
  await expect(rulesWith(list)).rejects.toMatchObject({ code: 'graph.unreadable' });
});
