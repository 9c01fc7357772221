import { hash } from 'node:crypto';
import { AuthenticationConstants } from 'botframework-connector';
import { errors, jwtVerify } from 'jose';
import { AppError } from '../errors.ts';
import { type ChannelKeys, createChannelKeys } from './channel-keys.ts';

/** What a token says, or why it counts for nothing: a word for the log. */
export type ChannelToken =
  | {
      readonly kind: 'good';
      /** Where the caller may have us answer: the activity must name the same; null: nowhere. */
      readonly serviceUrl: string | null;
      readonly claims: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'bad'; readonly why: string };

/**
 * Reads an `Authorization` header. Throws AppError `unavailable` where the channel's keys cannot be read.
 */
export type ChannelTokenCheck = (authorization: string) => Promise<ChannelToken>;

/** What both the SDK and we allow clocks to differ by, in seconds. */
const CLOCK_TOLERANCE = 5 * 60;

/** The channel that a key must be endorsed for. */
const TEAMS = 'msteams';

/** Tokens remembered at a time, and for how long in ms. Teams uses one for about an hour, per service URL. */
const MOST_REMEMBERED = 500;
const REMEMBERED_MS = 60 * 60 * 1000;

interface Remembered {
  readonly token: ChannelToken;
  readonly goodUntil: number;
  readonly generation: number;
}

/**
 * Checks tokens of the channel as Microsoft describes it: signature, issuer, audience, times, and that the
 * key speaks for Teams. A token found good is remembered by its digest until it expires or keys were read
 * anew, since checking signatures would be most of a small turn's work.
 */
export function channelTokenCheck(settings: {
  readonly botId: string;
  /** OpenID metadata of the channel's keys; null: Microsoft's own. */
  readonly channelMetadataUrl: string | null;
}): ChannelTokenCheck {
  const { botId, channelMetadataUrl } = settings;
  const keys = createChannelKeys(
    channelMetadataUrl ?? AuthenticationConstants.ToBotFromChannelOpenIdMetadataUrl,
  );
  const remembered = new Map<string, Remembered>();

  return async (authorization) => {
    const jwt = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization)?.[1];
    if (jwt === undefined)
      return { kind: 'bad', why: authorization === '' ? 'none' : 'unreadable' };
    const digest = hash('sha256', jwt, 'base64');
    const before = remembered.get(digest);
    if (before && before.generation === keys.generation && Date.now() < before.goodUntil) {
      return before.token;
    }
    remembered.delete(digest);
    const token = await verify(jwt, keys, botId);
    if (token.kind === 'bad') return token;
    const [oldest] = remembered.keys();
    if (oldest !== undefined && remembered.size >= MOST_REMEMBERED) remembered.delete(oldest);
    const expires = (Number(token.claims.exp) + CLOCK_TOLERANCE) * 1000;
    const goodUntil = Math.min(expires, Date.now() + REMEMBERED_MS);
    remembered.set(digest, { token, goodUntil, generation: keys.generation });
    return token;
  };
}

async function verify(jwt: string, keys: ChannelKeys, botId: string): Promise<ChannelToken> {
  try {
    const { payload } = await jwtVerify(jwt, ({ kid }) => keyFor(keys, kid), {
      issuer: AuthenticationConstants.ToBotFromChannelTokenIssuer,
      audience: botId,
      algorithms: AuthenticationConstants.AllowedSigningAlgorithms,
      clockTolerance: CLOCK_TOLERANCE,
      requiredClaims: ['exp'],
    });
    // A token for several is nothing that Teams makes.
    if (payload.aud !== botId) return { kind: 'bad', why: 'aud' };
    const { serviceurl } = payload;
    const serviceUrl = typeof serviceurl === 'string' ? serviceurl : null;
    return { kind: 'good', serviceUrl, claims: payload };
  } catch (error) {
    if (error instanceof AppError) throw error;
    return { kind: 'bad', why: wordFor(error) };
  }
}

async function keyFor(keys: ChannelKeys, kid: string | undefined) {
  const found = kid === undefined ? null : await keys.find(kid);
  if (!found?.endorsements.includes(TEAMS)) throw new errors.JWKSNoMatchingKey();
  return found.key;
}

/** Enough to see a wrong setting by, and nothing of the token. */
function wordFor(error: unknown): string {
  if (error instanceof errors.JWTClaimValidationFailed) return error.claim;
  return error instanceof errors.JOSEError ? error.code : 'unreadable';
}
