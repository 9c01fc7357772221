import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { type GivenWoodgrove, givenWoodgrove } from '../support/given-woodgrove.ts';
import { askToken, at, errorOf, jsonCall } from '../support/graph-client.ts';
import { identities } from '../support/identities.ts';

let given: GivenWoodgrove;
beforeAll(async () => {
  given = await givenWoodgrove();
});
afterAll(() => given.close());

test('the bot gets a Graph token that names its permissions', async () => {
  const { status, body } = await askToken(given.origin);
  expect(status).toBe(200);
  expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
  const claims = decodeJwt(String(at(body, 'access_token')));
  expect(claims).toMatchObject({ aud: 'https://graph.microsoft.com', tid: identities.tenantId });
  expect(claims.roles).toContain('User.Invite.All');
  expect(claims.roles).not.toContain('AppRoleAssignment.ReadWrite.All');
});

test.each([
  ['a wrong secret', { client_secret: 'no' }, 401, 7000215],
  ['no secret', { client_secret: '' }, 401, 7000218],
  ['an unknown client', { client_id: 'x' }, 400, 700016],
  ['another grant', { grant_type: 'password' }, 400, 70003],
  ['a scope that is not .default', { scope: 'User.Read' }, 400, 1002012],
  ['no scope', { scope: '' }, 400, 70011],
  ['an unknown resource', { scope: 'https://x.example/.default' }, 400, 500011],
])('%s is refused as Entra does', async (_what, change, status, code) => {
  const answer = await askToken(given.origin, change);
  expect(answer.status).toBe(status);
  expect(at(answer.body, 'error_codes')).toEqual([code]);
  expect(at(answer.body, 'error_description')).toMatch(new RegExp(`^AADSTS${code}: `));
});

test('an unknown tenant is refused', async () => {
  const answer = await askToken(given.origin, {}, 'somewhere.else');
  expect(at(answer.body, 'error_codes')).toEqual([90002]);
});

test('the tenant may be named by its domain', async () => {
  expect((await askToken(given.origin, {}, 'woodgrove.com')).status).toBe(200);
});

test('Graph answers 401 without a token, with a broken one and with one for the connector', async () => {
  const url = `${given.origin}/v1.0/users`;
  const connector = await askToken(given.origin, {
    scope: 'https://api.botframework.com/.default',
  });
  const other = `Bearer ${String(at(connector.body, 'access_token'))}`;
  const tampered = `Bearer ${given.graph.token.slice(0, -6)}AAAAAA`;
  for (const authorization of ['', 'Bearer x', tampered, other]) {
    const answer = await jsonCall('GET', url, undefined, authorization ? { authorization } : {});
    expect(errorOf(answer)).toMatchObject({ status: 401, code: 'InvalidAuthenticationToken' });
    expect(at(answer.body, 'error', 'innerError', 'request-id')).toBe(
      answer.headers.get('request-id'),
    );
  }
});

test('the tenant publishes where tokens and keys are', async () => {
  const base = `${given.origin}/${identities.tenantId}`;
  const { body } = await jsonCall('GET', `${base}/v2.0/.well-known/openid-configuration`);
  expect(body).toMatchObject({
    token_endpoint: `${base}/oauth2/v2.0/token`,
    issuer: `${base}/v2.0`,
  });
  const keys = createRemoteJWKSet(new URL(String(at(body, 'jwks_uri'))));
  await expect(jwtVerify(given.graph.token, keys)).resolves.toMatchObject({
    payload: { iss: `${base}/v2.0` },
  });
  const discovery = await jsonCall(
    'GET',
    `${given.origin}/common/discovery/instance?api-version=1.1`,
  );
  expect(at(discovery.body, 'tenant_discovery_endpoint')).toBe(
    `${base}/v2.0/.well-known/openid-configuration`,
  );
});

test('a channel token is signed by the key that the channel publishes, endorsed for Teams', async () => {
  const metadata = await given.control('GET', '/channel/openid-configuration');
  const keysUrl = String(at(metadata.body, 'jwks_uri'));
  expect(at((await jsonCall('GET', keysUrl)).body, 'keys', 0, 'endorsements')).toEqual(['msteams']);

  const own = await given.control('GET', '/channel-token');
  const other = await given.control(
    'GET',
    '/channel-token?serviceUrl=http%3A%2F%2F127.0.0.1%3A1%2F',
  );
  for (const [answer, serviceurl] of [
    [own, `${given.origin}/`],
    [other, 'http://127.0.0.1:1/'],
  ] as const) {
    const token = String(at(answer.body, 'token'));
    const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(keysUrl)), {
      issuer: 'https://api.botframework.com',
      audience: identities.botId,
    });
    expect(payload.serviceurl).toBe(serviceurl);
  }
});

test('a channel token does not open Graph', async () => {
  const token = String(at((await given.control('GET', '/channel-token')).body, 'token'));
  const answer = await jsonCall('GET', `${given.origin}/v1.0/users`, undefined, {
    authorization: `Bearer ${token}`,
  });
  expect(answer.status).toBe(401);
});
