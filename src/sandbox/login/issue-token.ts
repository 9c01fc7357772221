import type { Tenant } from '../tenant/tenant.ts';
import type { World } from '../world.ts';
import { signToken } from './keys.ts';
import { noteSignIn, type ProofKind } from './sign-ins.ts';
import { audiences } from './verify-bearer.ts';

/** What an identity's token is for when it is to vouch for an application. */
const EXCHANGE = 'api://AzureADTokenExchange';

/** Who gets a token, and what for. */
export interface TokenWish {
  readonly clientId: string;
  /** The object that it is in the directory. */
  readonly principalId: string;
  readonly resource: string;
  readonly by: ProofKind;
}

/** A token of the tenant, noted among the sign-ins; null: there is no such resource. */
export async function issueToken(
  world: World,
  tenant: Tenant,
  wish: TokenWish,
): Promise<string | null> {
  const { clientId, principalId, resource, by } = wish;
  const { settings, store } = world;
  const isKnown =
    resource === audiences.graph || resource === audiences.connector || resource === EXCHANGE;
  if (!isKnown || (resource === EXCHANGE && by !== 'managedIdentity')) return null;
  noteSignIn(world, { clientId, by, resource });
  const isBots = clientId === settings.botId && resource === audiences.graph;
  return signToken(store, 'tenant', {
    iss: `${settings.origin}/${settings.tenantId}/v2.0`,
    aud: resource,
    sub: principalId,
    oid: principalId,
    tid: settings.tenantId,
    appid: clientId,
    // By a secret, or by something signed.
    appidacr: by === 'secret' ? '1' : '2',
    idtyp: 'app',
    ...(isBots ? { roles: [...tenant.switches.read().permissions] } : {}),
  });
}
