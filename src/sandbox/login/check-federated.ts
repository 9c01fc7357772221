import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { z } from 'zod';
import type { Reply } from '../http.ts';
import type { World } from '../world.ts';
import { isWithinItsTime } from './assertion-time.ts';
import type { Assertion } from './prove-client.ts';
import { registrationOf } from './registration.ts';
import { tokenRefusal } from './token-errors.ts';

/** How long another issuer may take over its keys, in ms. */
const PATIENCE_MS = 5000;

const Metadata = z.object({ issuer: z.string(), jwks_uri: z.url() });
const Keys = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

/**
 * Checks what another issuer says of the bot: issuer, audience and subject are compared with the registered ones
 * to the letter, and the signature with the keys that the issuer publishes. Null: it is good.
 */
export async function checkFederated(
  world: World,
  { jwt, claims }: Assertion,
): Promise<Reply | null> {
  const { iss = '', sub = '', aud } = claims;
  const ofIssuer = registrationOf(world).federated.filter(({ issuer }) => issuer === iss);
  if (ofIssuer.length === 0) return tokenRefusal('otherIssuer', iss);
  const ofAudience = ofIssuer.filter(({ audience }) => [aud].flat().includes(audience));
  if (ofAudience.length === 0) return tokenRefusal('otherAudience', String(aud));
  if (!ofAudience.some(({ subject }) => subject === sub)) return tokenRefusal('otherSubject', sub);
  const keys = await publishedKeys(iss).catch(() => null);
  if (!keys) return tokenRefusal('silentIssuer', iss);
  const isSigned = await compactVerify(jwt, createLocalJWKSet(keys), {
    algorithms: ['RS256'],
  }).then(
    () => true,
    () => false,
  );
  if (!isSigned) return tokenRefusal('wrongIssuerSignature');
  return isWithinItsTime(claims) ? null : tokenRefusal('assertionTime');
}

/** Read anew each time: what is asked for once in an hour needs no memory. */
async function publishedKeys(issuer: string): Promise<JSONWebKeySet> {
  const base = issuer.replace(/\/$/, '');
  const metadata = Metadata.parse(await fetchJson(`${base}/.well-known/openid-configuration`));
  if (metadata.issuer !== issuer) throw new Error('The metadata is of another issuer.');
  return Keys.parse(await fetchJson(metadata.jwks_uri));
}

async function fetchJson(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!response.ok) throw new Error(`${url} answers ${response.status}`);
  return response.json();
}
