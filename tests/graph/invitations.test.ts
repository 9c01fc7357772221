import { afterEach, expect, test } from '@jest/globals';
import { givenGraph } from './support/given-graph.ts';
import {
  following,
  refusal,
  type Script,
  type ScriptedGraph,
  scriptedGraph,
} from './support/scripted-graph.ts';

const SAM = '33333333-3333-4333-8333-333333333333';
const JOHN = '11111111-1111-4111-8111-111111111111';
const post = 'POST /v1.0/invitations';
const sponsors = `/v1.0/users/${SAM}/sponsors`;
const wish = {
  address: 'sam@gmail.com',
  name: 'Sam Oogle',
  redirectUrl: 'https://teams.microsoft.com/',
  sponsorId: JOHN,
  urgent: true,
};

let server: ScriptedGraph | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function given(script: Script) {
  server = await scriptedGraph(following(script));
  return { tenant: givenGraph(server.origin).tenant, requests: server.requests };
}

test('an invitation goes out without a mail from Microsoft, with the requester as sponsor', async () => {
  const body = { inviteRedeemUrl: 'https://redeem/', invitedUser: { id: SAM } };
  const { tenant, requests } = await given({ [post]: { status: 201, body } });
  expect(await tenant.invite(wish)).toEqual({ userId: SAM, redeemUrl: 'https://redeem/' });
  expect(requests[0]?.body).toEqual({
    invitedUserEmailAddress: 'sam@gmail.com',
    invitedUserDisplayName: 'Sam Oogle',
    invitedUserType: 'Guest',
    inviteRedirectUrl: 'https://teams.microsoft.com/',
    sendInvitationMessage: false,
    invitedUserSponsors: [{ '@odata.type': '#microsoft.graph.user', id: JOHN }],
  });
});

const exists = refusal(
  400,
  'BadRequest',
  'The invited user already exists in the directory as objectID.',
);

test('an account that Graph does not name is looked for by its address', async () => {
  const { tenant } = await given({
    [post]: exists,
    'GET /v1.0/users': { body: { value: [{ id: SAM, mail: 'sam@gmail.com', userType: 'Guest' }] } },
  });
  await expect(tenant.invite(wish)).rejects.toMatchObject({
    code: 'guest.exists',
    params: { userId: SAM, address: 'sam@gmail.com' },
  });
});

test('an account that exists and cannot be found has not arrived everywhere', async () => {
  const { tenant } = await given({ [post]: exists, 'GET /v1.0/users': { body: { value: [] } } });
  await expect(tenant.invite(wish)).rejects.toMatchObject({ code: 'notYetThere' });
});

test('a refusal that concerns the guest names address and domain', async () => {
  const { tenant } = await given({
    [post]: refusal(
      400,
      'BadRequest',
      'This invitation is blocked by cross-tenant access settings.',
    ),
  });
  await expect(tenant.invite(wish)).rejects.toMatchObject({
    code: 'guest.crossTenantBlocked',
    params: { address: 'sam@gmail.com', domain: 'gmail.com' },
  });
});

test('an invitation whose answer is lost is not sent again by itself', async () => {
  const { tenant, requests } = await given({ [post]: { cut: true } });
  await expect(tenant.invite(wish)).rejects.toMatchObject({ code: 'unavailable' });
  expect(requests).toHaveLength(1);
});

test('a sponsor is set once, and five are enough', async () => {
  const others = Array.from({ length: 5 }, (_, index) => ({ id: `other-${index}` }));
  const { tenant, requests } = await given({
    [`GET ${sponsors}`]: [
      { body: { value: [] } },
      { body: { value: [{ id: JOHN }] } },
      { body: { value: others } },
    ],
    [`POST ${sponsors}/$ref`]: { status: 204 },
  });
  await tenant.ensureSponsor(SAM, JOHN);
  await tenant.ensureSponsor(SAM, JOHN);
  await tenant.ensureSponsor(SAM, JOHN);
  const writes = requests.filter((each) => each.method === 'POST');
  expect(writes.map((each) => each.body)).toEqual([
    { '@odata.id': `https://graph.microsoft.com/v1.0/users/${JOHN}` },
  ]);
});
