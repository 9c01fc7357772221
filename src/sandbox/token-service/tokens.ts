import { jwtVerify } from 'jose';
import { publicKey, signToken, TOKEN_SECONDS } from '../login/keys.ts';
import { audiences } from '../login/verify-bearer.ts';
import type { Tenant } from '../tenant/tenant.ts';
import type { User } from '../tenant/types.ts';
import type { World } from '../world.ts';

/** The application as Teams' single sign-on names it (`webApplicationInfo.resource`). */
export function applicationUri({ settings }: World): string {
  return `api://botid-${settings.botId}`;
}

function claimsOf({ settings }: World, person: User) {
  return {
    iss: `${settings.origin}/${settings.tenantId}/v2.0`,
    tid: settings.tenantId,
    oid: person.id,
    preferred_username: person.userPrincipalName,
  };
}

/** What a Teams client gets for a person who is signed in there: good for being exchanged, and for nothing else. */
export function clientToken(world: World, person: User): Promise<string> {
  return signToken(world.store, 'tenant', {
    ...claimsOf(world, person),
    aud: applicationUri(world),
    scp: 'access_as_user',
  });
}

/** Whose token a client has brought, as an object id; null: it is not one that can be exchanged. */
export async function personOfClientToken(world: World, token: string): Promise<string | null> {
  try {
    const { payload } = await jwtVerify(token, await publicKey(world.store, 'tenant'), {
      audience: applicationUri(world),
      algorithms: ['RS256'],
    });
    return typeof payload.oid === 'string' ? payload.oid : null;
  } catch {
    return null;
  }
}

/** A token for Graph in a person's name, with what the tenant lets the application ask people for. */
export async function delegatedToken(tenant: Tenant, person: User) {
  const { world } = tenant;
  const token = await signToken(world.store, 'tenant', {
    ...claimsOf(world, person),
    aud: audiences.graph,
    appid: world.settings.botId,
    idtyp: 'user',
    scp: tenant.switches.read().delegatedPermissions.join(' '),
  });
  return { token, expiration: new Date(Date.now() + TOKEN_SECONDS * 1000).toISOString() };
}
