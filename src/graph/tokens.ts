import {
  type AccessToken,
  AuthenticationError,
  ClientSecretCredential,
  type TokenCredential,
} from '@azure/identity';
import { AppError } from '../errors.ts';

/** Access tokens for Graph. */
export interface Tokens {
  /** Throws AppError `graph.signInRefused`, or `unavailable`. */
  current(): Promise<string>;
  /** A token that is not `refused`: Graph answered 401 to that one though it had not expired here. */
  renewed(refused: string): Promise<string>;
}

/** How the app signs in. */
export interface SignIn {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** `https://login.microsoftonline.com`, or another address that serves the same token endpoint. */
  readonly authority: string;
}

/** Graph's resource in the worldwide cloud. */
const GRAPH_SCOPE = 'https://graph.microsoft.com/.default';

/** Entra's own address, in whose name tokens are asked for wherever they really come from. */
const ENTRA = 'https://login.microsoftonline.com';

/** A token is asked for anew so long before it expires, in ms. */
const EARLY_MS = 5 * 60_000;

/** Where Entra gives no new one, the old one serves so long before it is asked again, in ms. */
const AGAIN_MS = 10_000;

/** How long Entra may take over a token, in ms. All calls to Graph wait for it, those of turns, too. */
const PATIENCE_MS = 5000;

/**
 * Tokens from any credential of @azure/identity; `make` gives a new one, with nothing kept. What the
 * credential keeps itself it reads anew for every call, and that is a good part of what a call costs.
 */
export function createTokens(make: () => TokenCredential, patienceMs = PATIENCE_MS): Tokens {
  let credential = make();
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
      if (newest === refused) {
        credential = make();
        newest = '';
      }
      return ask();
    },
  };
}

async function askCredential(
  credential: TokenCredential,
  patienceMs: number,
): Promise<AccessToken> {
  const abortSignal = AbortSignal.timeout(patienceMs);
  try {
    // Not every credential heeds the signal.
    const given = await Promise.race([
      credential.getToken(GRAPH_SCOPE, { abortSignal }),
      whenAborted(abortSignal),
    ]);
    if (given) return given;
  } catch (error) {
    throw signInError(error);
  }
  throw new AppError('graph.signInRefused', { reason: 'no token' });
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** Entra's sentence goes to the log as it is: it names ids, never a secret. */
function signInError(cause: unknown): AppError {
  const refused =
    cause instanceof AuthenticationError && cause.statusCode >= 400 && cause.statusCode < 500
      ? cause.errorResponse.errorDescription
      : cause instanceof Error && /AADSTS\d+/.test(cause.message)
        ? cause.message
        : null;
  if (refused === null) return new AppError('unavailable', {}, { cause });
  const reason = /AADSTS\d+/.exec(refused)?.[0] ?? 'refused';
  return new AppError('graph.signInRefused', { reason }, { cause });
}

/**
 * A client secret. @azure/identity only speaks https to Entra's own addresses; an authority elsewhere is
 * reached by sending the very same requests there, so that one code serves both.
 */
export function clientSecretCredential(signIn: SignIn): TokenCredential {
  const elsewhere = signIn.authority !== ENTRA && signIn.authority.startsWith('http:');
  return new ClientSecretCredential(signIn.tenantId, signIn.clientId, signIn.clientSecret, {
    authorityHost: elsewhere ? ENTRA : signIn.authority,
    retryOptions: { maxRetries: 1 },
    disableInstanceDiscovery: elsewhere,
    additionalPolicies: [
      { position: 'perCall', policy: hangUp },
      ...(elsewhere ? [{ position: 'perCall' as const, policy: sendTo(signIn.authority) }] : []),
    ],
  });
}

/** Nobody waits for an answer after that, so the connection need not be held, either. */
const hangUp: PipelinePolicy = {
  name: 'guestlist-patience',
  sendRequest(request, next) {
    request.timeout = PATIENCE_MS;
    return next(request);
  },
};

function sendTo(authority: string): PipelinePolicy {
  return {
    name: 'guestlist-authority',
    sendRequest(request, next) {
      request.url = authority + request.url.slice(new URL(request.url).origin.length);
      request.allowInsecureConnection = true;
      return next(request);
    },
  };
}

type ClientSecretOptions = NonNullable<ConstructorParameters<typeof ClientSecretCredential>[3]>;
type PipelinePolicy = NonNullable<ClientSecretOptions['additionalPolicies']>[number]['policy'];
