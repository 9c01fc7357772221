import type { Reply } from '../http.ts';
import type { Tenant } from '../tenant/tenant.ts';
import type { World } from '../world.ts';
import { issueToken } from './issue-token.ts';
import { TOKEN_SECONDS } from './keys.ts';
import { proveClient } from './prove-client.ts';
import { tokenRefusal } from './token-errors.ts';

/** The resource of a `…/.default` scope. */
function resourceOf(scope: string): string | null {
  const named = scope.split(' ').find((each) => each.endsWith('/.default'));
  return named ? named.slice(0, -'/.default'.length).replace(/\/$/, '') : null;
}

/** `POST /{tenant}/oauth2/v2.0/token` with client credentials: a token for Graph or for the connector. */
export async function giveToken(
  world: World,
  tenant: Tenant,
  tenantName: string,
  form: URLSearchParams,
): Promise<Reply> {
  if (!tenant.names().includes(tenantName.toLowerCase())) {
    return tokenRefusal('unknownTenant', tenantName);
  }
  const grant = form.get('grant_type') ?? '';
  if (grant !== 'client_credentials') return tokenRefusal('wrongGrant', grant);
  const proved = await proveClient(world, tenant.names(), form);
  if (typeof proved !== 'string') return proved;

  const scope = form.get('scope') ?? '';
  if (!scope) return tokenRefusal('wrongScope', scope);
  const resource = resourceOf(scope);
  if (!resource) return tokenRefusal('notDefaultScope', scope);
  const { botId } = world.settings;
  const wish = { clientId: botId, principalId: botId, resource, by: proved };
  const token = await issueToken(world, tenant, wish);
  if (token === null) return tokenRefusal('unknownResource', resource);
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
