import { timingSafeEqual } from 'node:crypto';
import type { Reply } from '../http.ts';
import type { Tenant } from '../tenant/tenant.ts';
import type { World } from '../world.ts';
import { signToken, TOKEN_SECONDS } from './keys.ts';
import { tokenRefusal } from './token-errors.ts';
import { audiences } from './verify-bearer.ts';

function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** The resource of a `…/.default` scope. */
function resourceOf(scope: string): string | null {
  const named = scope.split(' ').find((each) => each.endsWith('/.default'));
  return named ? named.slice(0, -'/.default'.length).replace(/\/$/, '') : null;
}

function checkClient(world: World, form: URLSearchParams): Reply | null {
  const grant = form.get('grant_type') ?? '';
  if (grant !== 'client_credentials') return tokenRefusal('wrongGrant', grant);
  const client = form.get('client_id') ?? '';
  if (client.toLowerCase() !== world.settings.botId) return tokenRefusal('unknownClient', client);
  const secret = form.get('client_secret');
  if (!secret) return tokenRefusal('noSecret', '');
  return sameText(secret, world.settings.botSecret) ? null : tokenRefusal('wrongSecret', client);
}

/** `POST /{tenant}/oauth2/v2.0/token` with client credentials: a token for Graph or for the connector. */
export async function giveToken(
  world: World,
  tenant: Tenant,
  tenantName: string,
  form: URLSearchParams,
): Promise<Reply> {
  const { settings, store } = world;
  if (!tenant.names().includes(tenantName.toLowerCase())) {
    return tokenRefusal('unknownTenant', tenantName);
  }
  const refused = checkClient(world, form);
  if (refused) return refused;

  const scope = form.get('scope') ?? '';
  if (!scope) return tokenRefusal('wrongScope', scope);
  const resource = resourceOf(scope);
  if (!resource) return tokenRefusal('notDefaultScope', scope);
  if (resource !== audiences.graph && resource !== audiences.connector) {
    return tokenRefusal('unknownResource', resource);
  }
  const token = await signToken(store, 'tenant', {
    iss: `${settings.origin}/${settings.tenantId}/v2.0`,
    aud: resource,
    tid: settings.tenantId,
    appid: settings.botId,
    idtyp: 'app',
    ...(resource === audiences.graph ? { roles: [...tenant.switches.read().permissions] } : {}),
  });
  return {
    status: 200,
    body: {
      token_type: 'Bearer',
      expires_in: TOKEN_SECONDS,
      ext_expires_in: TOKEN_SECONDS,
      access_token: token,
    },
  };
}
