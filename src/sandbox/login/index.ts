import type { Server } from 'restify';
import { readForm } from '../control/read-form.ts';
import { readBytes, refusal, route, target } from '../http.ts';
import type { Tenant } from '../tenant/tenant.ts';
import type { World } from '../world.ts';
import { CHANNEL_ISSUER, channelToken, ownServiceUrl } from './channel-token.ts';
import { giveToken } from './give-token.ts';
import { keyPair } from './keys.ts';
import { giveMachineToken, MACHINE_HEADER, MACHINE_PATH } from './machine-identity.ts';
import { changeRegistration, registrationOf, registrationShape } from './registration.ts';
import { signInsOf } from './sign-ins.ts';
import { tokenRefusal } from './token-errors.ts';

export { channelToken, ownServiceUrl } from './channel-token.ts';
export { verifyBearer } from './verify-bearer.ts';

/** The tenant's own metadata, as far as MSAL reads it. */
function tenantMetadata(world: World): object {
  const base = `${world.settings.origin}/${world.settings.tenantId}`;
  return {
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'tid'],
    tenant_region_scope: 'EU',
    cloud_instance_name: 'woodgrove.sandbox',
  };
}

function channelMetadata(world: World): object {
  return {
    issuer: CHANNEL_ISSUER,
    authorization_endpoint: 'https://invalid.botframework.com',
    jwks_uri: `${world.settings.origin}/_sandbox/channel/keys`,
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
  };
}

/** Where MSAL asks which authorities there are. */
function instanceMetadata({ settings }: World): object {
  const host = new URL(settings.origin).host;
  return {
    tenant_discovery_endpoint: `${settings.origin}/${settings.tenantId}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}

/** The tenant's side: tokens for Graph and for the connector. */
function serveTenantLogin(server: Server, world: World, tenant: Tenant): void {
  const { origin } = world.settings;
  server.post(
    '/:tenant/oauth2/v2.0/token',
    route(async (request) => {
      const name = new URL(target(request).path, origin).pathname.split('/')[1] ?? '';
      const form = new URLSearchParams((await readBytes(request)).toString('utf8'));
      return giveToken(world, tenant, name, form);
    }),
  );
  server.get(
    '/:tenant/v2.0/.well-known/openid-configuration',
    route((request) => {
      const name = new URL(target(request).path, origin).pathname.split('/')[1] ?? '';
      return tenant.names().includes(name.toLowerCase())
        ? { status: 200, body: tenantMetadata(world) }
        : tokenRefusal('unknownTenant', name);
    }),
  );
  server.get(
    '/:tenant/discovery/v2.0/keys',
    route(() => ({ status: 200, body: { keys: [keyPair(world.store, 'tenant').publicJwk] } })),
  );
  server.get(
    '/common/discovery/instance',
    route(() => ({ status: 200, body: instanceMetadata(world) })),
  );
}

/** The channel's side: the keys that the bot checks its callers by, and tokens to call it with. */
function serveChannelLogin(server: Server, world: World): void {
  server.get(
    '/_sandbox/channel/openid-configuration',
    route(() => ({ status: 200, body: channelMetadata(world) })),
  );
  server.get(
    '/_sandbox/channel/keys',
    route(() => {
      const key = { ...keyPair(world.store, 'channel').publicJwk, endorsements: ['msteams'] };
      return { status: 200, body: { keys: [key] } };
    }),
  );
  server.get(
    '/_sandbox/channel-token',
    route(async (request) => {
      const serviceUrl = target(request).query.get('serviceUrl') ?? ownServiceUrl(world);
      if (!URL.canParse(serviceUrl)) {
        throw refusal(400, 'badServiceUrl', 'serviceUrl is no address.');
      }
      return { status: 200, body: { token: await channelToken(world, serviceUrl) } };
    }),
  );
}

/** What the app is registered with, and how it has signed in: for tests, and for people who try a kind out. */
function serveRegistration(server: Server, world: World): void {
  const answer = () => ({
    status: 200,
    body: {
      ...registrationOf(world),
      machine: { endpoint: `${world.settings.origin}${MACHINE_PATH}`, header: MACHINE_HEADER },
    },
  });
  server.get('/_sandbox/registration', route(answer));
  server.post(
    '/_sandbox/registration',
    route(async (request) => {
      changeRegistration(world, await readForm(request, registrationShape.partial()));
      return answer();
    }),
  );
  server.get(
    '/_sandbox/sign-ins',
    route(() => ({ status: 200, body: { value: signInsOf(world) } })),
  );
}

/** What stands beside an app that runs where it has managed identities. */
function serveMachine(server: Server, world: World, tenant: Tenant): void {
  server.get(
    MACHINE_PATH,
    route((request) => {
      const header = request.headers['x-identity-header'];
      const { query } = target(request);
      return giveMachineToken(world, tenant, query, [header].flat()[0]);
    }),
  );
}

/** Token endpoint and key server. */
export function serveLogin(server: Server, world: World, tenant: Tenant): void {
  serveTenantLogin(server, world, tenant);
  serveChannelLogin(server, world);
  serveMachine(server, world, tenant);
  serveRegistration(server, world);
}
