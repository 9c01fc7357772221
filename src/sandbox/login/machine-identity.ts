import { randomUUID } from 'node:crypto';
import type { Reply } from '../http.ts';
import type { Tenant } from '../tenant/tenant.ts';
import type { World } from '../world.ts';
import { issueToken } from './issue-token.ts';
import { TOKEN_SECONDS } from './keys.ts';
import { registrationOf } from './registration.ts';

/** Where the machine's identities are asked for a token: `IDENTITY_ENDPOINT` is this on the sandbox's address. */
export const MACHINE_PATH = '/msi/token';

/** What `IDENTITY_HEADER` must be: it keeps out who can make the bot call an address, and not see its environment. */
export const MACHINE_HEADER = 'woodgrove-machine';

const API_VERSION = '2019-08-01';

/** `GET /msi/token`: the endpoint that App Service and Container Apps put beside an app that has identities. */
export async function giveMachineToken(
  world: World,
  tenant: Tenant,
  query: URLSearchParams,
  header: string | undefined,
): Promise<Reply> {
  if (header !== MACHINE_HEADER) return refused(401, 'The X-IDENTITY-HEADER is missing or wrong.');
  if (query.get('api-version') !== API_VERSION) {
    return refused(400, `The api-version must be ${API_VERSION}.`);
  }
  const clientId = query.get('client_id')?.toLowerCase() ?? '';
  const identity = registrationOf(world).identities.find((each) => each.clientId === clientId);
  if (!identity) {
    return refused(
      400,
      'No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.',
    );
  }
  const resource = (query.get('resource') ?? '').replace(/\/$/, '');
  const token = await issueToken(world, tenant, { ...identity, resource, by: 'managedIdentity' });
  if (token === null) return refused(400, `The resource principal ${resource} was not found.`);
  return {
    status: 200,
    body: {
      access_token: token,
      client_id: clientId,
      expires_on: String(Math.floor(Date.now() / 1000) + TOKEN_SECONDS),
      resource,
      token_type: 'Bearer',
    },
  };
}

function refused(statusCode: number, message: string): Reply {
  return { status: statusCode, body: { statusCode, message, correlationId: randomUUID() } };
}
