import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeJwt, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';
import { type GivenCertificate, givenCertificate } from '../../support/certificate.ts';
import { givenIssuer, type Issuer } from '../../support/issuer.ts';
import { type GivenWoodgrove, givenWoodgrove } from '../support/given-woodgrove.ts';
import { askToken, at, jsonCall } from '../support/graph-client.ts';
import { identities } from '../support/identities.ts';

const { botId, tenantId } = identities;
const SUBJECT = 'system:serviceaccount:guestlist:bot';
const MACHINE = 'e1f0f9e0-55f0-4c7e-9a0e-1f6f3f4d1c01';
const PRINCIPAL = '6a1fd7a4-20a5-4f0f-8f5b-0c8a4fd3aa02';

let given: GivenWoodgrove;
let own: GivenCertificate;
let old: GivenCertificate;
let stranger: GivenCertificate;
let issuer: Issuer;

beforeAll(async () => {
  [given, own, old, stranger, issuer] = await Promise.all([
    givenWoodgrove(),
    givenCertificate(),
    givenCertificate({ from: -30, to: -1 }),
    givenCertificate(),
    givenIssuer(),
  ]);
  const registered = await given.control('POST', '/registration', {
    secrets: [{ value: 'good' }, { value: 'over', endsAt: '2020-01-01T00:00:00Z' }],
    certificates: [own.certificate, old.certificate],
    federated: [{ issuer: issuer.issuer, subject: SUBJECT }],
    identities: [{ clientId: MACHINE, principalId: PRINCIPAL }],
  });
  expect(registered.status).toBe(200);
});
afterAll(async () => {
  await given.close();
  await issuer.close();
});

/** What an app signs with its certificate (Entra: "certificate credentials"), with something else where told. */
async function signed(
  by: GivenCertificate,
  change: { claims?: JWTPayload; header?: Partial<JWTHeaderParameters>; key?: string } = {},
): Promise<Record<string, string>> {
  const now = Math.floor(Date.now() / 1000);
  const { raw } = new X509Certificate(by.certificate);
  const assertion = await new SignJWT({
    iss: botId,
    sub: botId,
    aud: `${given.origin}/${tenantId}/oauth2/v2.0/token`,
    jti: 'one',
    nbf: now,
    exp: now + 600,
    ...change.claims,
  })
    .setProtectedHeader({
      alg: 'PS256',
      'x5t#S256': createHash('sha256').update(raw).digest('base64url'),
      x5c: [raw.toString('base64')],
      ...change.header,
    })
    .sign(createPrivateKey(change.key ?? by.key));
  return { client_secret: '', client_assertion: assertion, client_assertion_type: JWT_BEARER };
}

const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const vouched = (client_assertion: string) => ({
  client_secret: '',
  client_assertion,
  client_assertion_type: JWT_BEARER,
});

async function codeOf(change: Record<string, string>): Promise<unknown> {
  const { status, body } = await askToken(given.origin, change);
  if (status === 200) return 'token';
  const [code] = Object.values(at(body, 'error_codes') ?? {});
  expect(at(body, 'error_description')).toMatch(new RegExp(`^AADSTS${code}: `));
  return code;
}

describe('a secret', () => {
  test.each([
    ['that is registered', 'good', 'token'],
    ['that has expired', 'over', 7000222],
    ['that was replaced', identities.botSecret, 7000215],
  ])('%s', async (_what, client_secret, outcome) => {
    expect(await codeOf({ client_secret })).toBe(outcome);
  });
});

describe('an assertion by certificate', () => {
  const soon = () => Math.floor(Date.now() / 1000);
  test.each<[string, () => Promise<Record<string, string>>, unknown]>([
    ['that is right', () => signed(own), 'token'],
    [
      'for the tenant at Entra’s own name',
      () =>
        signed(own, {
          claims: { aud: `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/token` },
        }),
      'token',
    ],
    ['of one that is not registered', () => signed(stranger), 700027],
    ['of one that has expired', () => signed(old), 700027],
    ['signed by another key', () => signed(own, { key: stranger.key }), 700027],
    [
      'with another chain sent along',
      () =>
        signed(own, {
          header: { x5c: [new X509Certificate(stranger.certificate).raw.toString('base64')] },
        }),
      700027,
    ],
    ['about another app', () => signed(own, { claims: { sub: MACHINE } }), 700021],
    [
      'for another tenant',
      () =>
        signed(own, {
          claims: { aud: `https://login.microsoftonline.com/${MACHINE}/oauth2/v2.0/token` },
        }),
      700023,
    ],
    ['that is over', () => signed(own, { claims: { exp: soon() - 400 } }), 700024],
    ['that has not begun', () => signed(own, { claims: { nbf: soon() + 400 } }), 700024],
    ['without an end', () => signed(own, { claims: { exp: undefined } }), 700024],
    ['without an id', () => signed(own, { claims: { jti: undefined } }), 50027],
    ['that is none', async () => vouched('a.b.c'), 50027],
    [
      'of another type',
      async () => ({ ...(await signed(own)), client_assertion_type: 'other' }),
      7000218,
    ],
  ])('%s', async (_what, make, outcome) => {
    expect(await codeOf(await make())).toBe(outcome);
  });
});

describe('the word of another issuer', () => {
  test.each<[string, () => Promise<string>, unknown]>([
    ['that is registered', () => issuer.token(SUBJECT), 'token'],
    ['about somebody else', () => issuer.token('system:serviceaccount:guestlist:web'), 700213],
    ['about the same in other letters', () => issuer.token(SUBJECT.toUpperCase()), 700213],
    ['for somebody else', () => issuer.token(SUBJECT, { aud: 'sts.example' }), 700212],
    ['who is not registered', () => issuer.token(SUBJECT, { iss: 'https://x.example' }), 700211],
    ['that he has not signed', () => issuer.forged(SUBJECT), 50013],
    ['that is over', () => issuer.token(SUBJECT, { exp: 1_600_000_000 }), 700024],
  ])('%s', async (_what, make, outcome) => {
    expect(await codeOf(vouched(await make()))).toBe(outcome);
  });

  test('who does not publish his keys', async () => {
    const silent = await givenIssuer();
    const federated = [
      { issuer: issuer.issuer, subject: SUBJECT },
      { issuer: silent.issuer, subject: SUBJECT },
    ];
    await given.control('POST', '/registration', { federated });
    const token = await silent.token(SUBJECT);
    await silent.close();
    expect(await codeOf(vouched(token))).toBe(50166);
  });
});

describe('the identities of a machine', () => {
  const ask = (query: Record<string, string>, header = 'woodgrove-machine') => {
    const form = new URLSearchParams({ 'api-version': '2019-08-01', ...query });
    return jsonCall('GET', `${given.origin}/msi/token?${form}`, undefined, {
      'x-identity-header': header,
    });
  };

  test('one that is assigned gets a token in its own name', async () => {
    const { status, body } = await ask({
      client_id: MACHINE,
      resource: 'https://graph.microsoft.com',
    });
    expect(status).toBe(200);
    expect(Number(at(body, 'expires_on'))).toBeGreaterThan(Date.now() / 1000);
    const claims = decodeJwt(String(at(body, 'access_token')));
    expect(claims).toMatchObject({ appid: MACHINE, oid: PRINCIPAL, appidacr: '2' });
    expect(claims.roles).toBeUndefined();
  });

  test.each([
    ['one that is not assigned', { client_id: botId, resource: 'https://graph.microsoft.com' }],
    ['none named', { resource: 'https://graph.microsoft.com' }],
    ['an unknown resource', { client_id: MACHINE, resource: 'https://x.example' }],
  ])('%s gets none', async (_what, wish) => {
    expect((await ask(wish)).status).toBe(400);
  });

  test('who cannot see the environment of the app gets none', async () => {
    const wish = { client_id: MACHINE, resource: 'https://graph.microsoft.com' };
    expect((await ask(wish, 'guessed')).status).toBe(401);
  });

  test('one can vouch for the app', async () => {
    const own = { issuer: `${given.origin}/${tenantId}/v2.0`, subject: PRINCIPAL };
    await given.control('POST', '/registration', { federated: [own] });
    const { body } = await ask({ client_id: MACHINE, resource: 'api://AzureADTokenExchange' });
    expect(await codeOf(vouched(String(at(body, 'access_token'))))).toBe('token');
  });
});

test('each sign-in is noted by its kind, and what is registered outlives a reset', async () => {
  await given.control('POST', '/reset');
  expect(await codeOf({ client_secret: 'good' })).toBe('token');
  expect(await codeOf(await signed(own))).toBe('token');
  const { body } = await given.control('GET', '/sign-ins');
  const kinds = Object.values(at(body, 'value') ?? {}).map((each) => at(each, 'by'));
  expect(kinds.slice(-2)).toEqual(['secret', 'certificate']);
});
