import { randomUUID } from 'node:crypto';
import {
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTPayload,
  SignJWT,
} from 'jose';
import type { Store } from '../store.ts';

/** Whose tokens a key signs: the tenant's (Graph, the connector), or the channel's (to the bot). */
export type Signer = 'tenant' | 'channel';

/** A kept key pair. */
export interface KeyPair {
  readonly kid: string;
  readonly privateJwk: JWK;
  readonly publicJwk: JWK;
}

const TABLE = 'keys';

/** Makes the key pairs where there are none yet. They outlive a reset: the bot may hold their public halves. */
export async function ensureKeys(store: Store): Promise<void> {
  const table = store.table<KeyPair>(TABLE);
  for (const signer of ['tenant', 'channel'] satisfies Signer[]) {
    if (table.get(signer)) continue;
    const kid = randomUUID();
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const pair = {
      kid,
      privateJwk: await exportJWK(privateKey),
      publicJwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' },
    };
    store.write(() => table.put(signer, pair));
  }
}

/** The kept pair. Throws where `ensureKeys` has not run. */
export function keyPair(store: Store, signer: Signer): KeyPair {
  const pair = store.table<KeyPair>(TABLE).get(signer);
  if (!pair) throw new Error(`There is no key of the ${signer}.`);
  return pair;
}

/** The public half, to verify with. */
export async function publicKey(store: Store, signer: Signer): Promise<CryptoKey | Uint8Array> {
  return importJWK(keyPair(store, signer).publicJwk, 'RS256');
}

/** Signs a token that is good for an hour of the machine's clock, from five minutes ago. */
export async function signToken(
  store: Store,
  signer: Signer,
  claims: JWTPayload & { iss: string; aud: string },
): Promise<string> {
  const pair = keyPair(store, signer);
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: pair.kid, x5t: pair.kid })
    .setIssuedAt(now)
    .setNotBefore(now - 300)
    .setExpirationTime(now + TOKEN_SECONDS)
    .sign(await importJWK(pair.privateJwk, 'RS256'));
}

/** How long a token is good for, in seconds. */
export const TOKEN_SECONDS = 3600;
