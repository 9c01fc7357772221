import type { AccessToken, TokenCredential } from '@azure/identity';
import { AppError } from '../errors.ts';
import { signInRefusal } from '../sign-in/refusal.ts';

/** Access tokens for Graph. */
export interface Tokens {
  /** Throws AppError `appSignIn.*` where the app is refused, or `unavailable`. */
  current(): Promise<string>;
  /** A token that is not `refused`: Graph answered 401 to that one though it had not expired here. */
  renewed(refused: string): Promise<string>;
}

/** Graph's resource in the worldwide cloud. */
const GRAPH_SCOPE = 'https://graph.microsoft.com/.default';

/** A token is asked for anew so long before it expires, in ms. */
const EARLY_MS = 5 * 60_000;

/** Where Entra gives no new one, the old one serves so long before it is asked again, in ms. */
const AGAIN_MS = 10_000;

/** How long Entra may take over a token, in ms. All calls to Graph wait for it, those of turns, too. */
const PATIENCE_MS = 5000;

/**
 * Tokens from a credential that keeps none itself (but a managed identity's, which its machine keeps for hours
 * whatever we do). One that is kept is at hand at once; asking each time is a good part of what a call costs.
 */
export function createTokens(credential: TokenCredential, patienceMs = PATIENCE_MS): Tokens {
  let underWay: Promise<string> | null = null;
  let newest = '';
  let goodUntil = 0;
  let expiresAt = 0;

  const ask = (): Promise<string> => {
    if (newest !== '' && Date.now() < goodUntil) return Promise.resolve(newest);
    underWay ??= askCredential(credential, patienceMs)
      .then(({ token, expiresOnTimestamp }) => {
        newest = token;
        expiresAt = expiresOnTimestamp;
        goodUntil = expiresAt - EARLY_MS;
        return token;
      })
      .catch((error) => {
        const isAway = error instanceof AppError && error.code === 'unavailable';
        if (!isAway || newest === '' || Date.now() >= expiresAt) throw error;
        // Entra may be silent, and every call would wait for it.
        goodUntil = Math.min(expiresAt, Date.now() + AGAIN_MS);
        return newest;
      })
      .finally(() => {
        underWay = null;
      });
    return underWay;
  };

  return {
    current: ask,
    renewed(refused) {
      // Several calls may come back with 401 at once: the first one renews for all.
      if (newest === refused) newest = '';
      return ask();
    },
  };
}

/**
 * Asks a credential once, and gives up waiting after a while.
 *
 * @throws AppError `appSignIn.*` or `unavailable`
 */
export async function askCredential(
  credential: TokenCredential,
  patienceMs = PATIENCE_MS,
  scope: string = GRAPH_SCOPE,
): Promise<AccessToken> {
  const abortSignal = AbortSignal.timeout(patienceMs);
  try {
    // Not every credential heeds the signal.
    const given = await Promise.race([
      credential.getToken(scope, { abortSignal }),
      whenAborted(abortSignal),
    ]);
    if (given) return given;
  } catch (error) {
    throw signInError(error);
  }
  throw new AppError('appSignIn.refused', { reason: 'no token' });
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** The name of a refusal; where nobody has refused, somebody is away. */
function signInError(cause: unknown): AppError {
  return signInRefusal(cause) ?? new AppError('unavailable', {}, { cause });
}
