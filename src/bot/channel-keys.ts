import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../errors.ts';

/** One of the keys that the channel signs with. */
export interface ChannelKey {
  readonly key: KeyObject;
  /** Channels whose word it is, `msteams` among them. */
  readonly endorsements: readonly string[];
}

/** The channel's keys as last read. */
export interface ChannelKeys {
  /**
   * The key of this id; null: there is none, also after a fresh look.
   *
   * @throws AppError `unavailable` where they cannot be read
   */
  find(kid: string): Promise<ChannelKey | null>;
  /** Changes with every reading: what was concluded from another one counts no more. */
  readonly generation: number;
}

/** How long keys are taken as they are, in ms: a day, as the Bot Connector's authentication page asks. */
const FRESH_MS = 24 * 60 * 60 * 1000;
/** How long they may still count while no newer ones can be read, in ms. */
const KEPT_MS = 2 * FRESH_MS;
/** How often an id that is not among them is reason for another look, in ms: anybody can make ids up. */
const LOOK_AGAIN_MS = 10_000;
/** How soon a server that has failed is asked again, in ms. */
const TRY_AGAIN_MS = 1000;
/** How long the server may take over one answer, in ms: a turn waits for it. */
const TIMEOUT_MS = 5000;

/** A shorter RSA key may not sign tokens (RFC 7518, 3.3). */
const LEAST_BITS = 2048;

const Metadata = z.object({ jwks_uri: z.url() });
const Keys = z.object({
  keys: z.array(
    z.looseObject({
      kty: z.string(),
      kid: z.string().optional(),
      use: z.string().optional(),
      endorsements: z.array(z.string()).optional(),
    }),
  ),
});

type Reading = ReadonlyMap<string, ChannelKey>;

/**
 * Reads the keys that an OpenID metadata document leads to: when the first is asked for, once for all who
 * ask meanwhile; and again when they are old, or an id is not among them.
 */
export function createChannelKeys(metadataUrl: string, now: () => number = Date.now): ChannelKeys {
  let keys: Reading = new Map();
  let generation = 0;
  let readAt = Number.NEGATIVE_INFINITY;
  let askedAt = Number.NEGATIVE_INFINITY;
  let failure: unknown = null;
  let reading: Promise<void> | null = null;

  const read = async () => {
    askedAt = now();
    try {
      keys = await fetchKeys(metadataUrl);
      readAt = now();
      failure = null;
      generation += 1;
    } catch (cause) {
      failure = cause;
    } finally {
      reading = null;
    }
  };
  const shouldLook = (kid: string) => {
    const pause = failure === null ? LOOK_AGAIN_MS : TRY_AGAIN_MS;
    const wanted = failure !== null || !keys.has(kid) || now() - readAt > FRESH_MS;
    return wanted && now() - askedAt > pause;
  };
  return {
    get generation() {
      return generation;
    },
    async find(kid) {
      if (reading === null && shouldLook(kid)) reading = read();
      // Who brings a key that we know does not wait for news of others.
      if (reading !== null && (!keys.has(kid) || now() - readAt > KEPT_MS)) await reading;
      const found = now() - readAt > KEPT_MS ? undefined : keys.get(kid);
      if (found === undefined && failure !== null) {
        throw new AppError('unavailable', {}, { cause: failure });
      }
      return found ?? null;
    },
  };
}

async function fetchKeys(metadataUrl: string): Promise<Reading> {
  const { jwks_uri } = Metadata.parse(await fetchJson(metadataUrl));
  const { keys } = Keys.parse(await fetchJson(jwks_uri));
  return new Map(
    keys.flatMap(({ endorsements = [], ...jwk }): [string, ChannelKey][] => {
      if (jwk.kid === undefined || jwk.kty !== 'RSA' || jwk.use === 'enc') return [];
      const key = createPublicKey({ key: jwk, format: 'jwk' });
      const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
      return bits < LEAST_BITS ? [] : [[jwk.kid, { key, endorsements }]];
    }),
  );
}

async function fetchJson(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`the channel's keys: ${response.status}`);
  }
  return response.json();
}
