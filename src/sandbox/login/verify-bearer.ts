import { jwtVerify } from 'jose';
import type { World } from '../world.ts';
import { publicKey } from './keys.ts';

/** Whom a tenant token is for. */
export const audiences = {
  graph: 'https://graph.microsoft.com',
  connector: 'https://api.botframework.com',
} as const;
export type Audience = keyof typeof audiences;

/** Why a token is not taken. */
export type BearerProblem = 'missing' | 'malformed' | 'wrongAudience' | 'expired' | 'notValid';

/** Tokens seen to be good: checking a signature again and again would be most of a call's time. */
const checked = new WeakMap<World, Map<string, number>>();
const MOST_CHECKED = 1000;

function known(world: World): Map<string, number> {
  const map = checked.get(world) ?? new Map<string, number>();
  checked.set(world, map);
  if (map.size > MOST_CHECKED) map.clear();
  return map;
}

function problemOf(error: unknown): BearerProblem {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ERR_JWT_EXPIRED') return 'expired';
  if (code === 'ERR_JWT_CLAIM_VALIDATION_FAILED') return 'wrongAudience';
  return code === 'ERR_JWS_INVALID' || code === 'ERR_JWT_INVALID' ? 'malformed' : 'notValid';
}

/**
 * Checks the `Authorization` header of a call to the tenant, or to the connector: null when it is good.
 * Expiry follows the machine's clock, as the tokens do.
 */
export async function verifyBearer(
  world: World,
  header: string | undefined,
  audience: Audience,
): Promise<BearerProblem | null> {
  const token = /^Bearer\s+(\S+)$/i.exec(header ?? '')?.[1];
  if (!token) return 'missing';
  const goodUntil = known(world).get(`${audience} ${token}`);
  if (goodUntil !== undefined && goodUntil > Date.now()) return null;
  try {
    const { payload } = await jwtVerify(token, await publicKey(world.store, 'tenant'), {
      audience: audiences[audience],
      algorithms: ['RS256'],
    });
    known(world).set(`${audience} ${token}`, (payload.exp ?? 0) * 1000);
    return null;
  } catch (error) {
    return problemOf(error);
  }
}
