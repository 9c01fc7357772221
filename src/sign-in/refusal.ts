import { AppError } from '../errors.ts';

/**
 * Entra's codes (its page "authentication and authorization error codes"), and what they mean here. One that is
 * not among them is told by its number.
 */
const byNumber: Readonly<Record<string, string>> = {
  7000215: 'appSignIn.secretWrong',
  7000222: 'appSignIn.secretExpired',
  700016: 'appSignIn.appUnknown',
  7000112: 'appSignIn.appDisabled',
  90002: 'appSignIn.tenantUnknown',
  900023: 'appSignIn.tenantUnknown',
  700027: 'appSignIn.certificateUnknown',
  700024: 'appSignIn.assertionTime',
  70021: 'appSignIn.federatedSubject',
  700211: 'appSignIn.federatedIssuer',
  700212: 'appSignIn.federatedAudience',
  700213: 'appSignIn.federatedSubject',
  7002138: 'appSignIn.federatedSubject',
  50013: 'appSignIn.federatedSignature',
  50166: 'appSignIn.federatedKeys',
  501661: 'appSignIn.federatedKeys',
  53003: 'appSignIn.blocked',
  530003: 'appSignIn.blocked',
};

/** Entra's own trouble, and too many requests: these pass by themselves. */
const PASSING = new Set(['90033', '90055', '50196']);

/** How the endpoints of App Service and of virtual machines say that they do not have this identity. */
const NOT_ASSIGNED = /no user assigned or delegated managed identity|identity not found/i;

/**
 * Names a failed sign-in by what the libraries threw. Null: nobody has refused us, somebody did not answer.
 * Entra's sentence goes to the log as it is: it names ids, never a secret.
 */
export function signInRefusal(error: unknown): AppError | null {
  if (error instanceof AppError) return error.code === 'unavailable' ? null : error;
  const said = saidBy(error);
  const options = { cause: error };
  const number = /AADSTS(\d+)/.exec(said)?.[1];
  if (number !== undefined) {
    if (PASSING.has(number)) return null;
    if (number === '700027' && /expired/i.test(said)) {
      return new AppError('appSignIn.certificateExpired', {}, options);
    }
    const code = byNumber[number];
    return code === undefined
      ? new AppError('appSignIn.refused', { reason: `AADSTS${number}` }, options)
      : new AppError(code, {}, options);
  }
  if (NOT_ASSIGNED.test(said)) return new AppError('appSignIn.identityNotAssigned', {}, options);
  const { statusCode, errorCode } = Object(error);
  if (isNamed(error, 'ServerError') || isNamed(error, 'InteractionRequiredAuthError')) {
    return new AppError('appSignIn.refused', { reason: String(errorCode || said) }, options);
  }
  return isNamed(error, 'AuthenticationError') && statusCode >= 400 && statusCode < 500
    ? new AppError('appSignIn.refused', { reason: String(statusCode) }, options)
    : null;
}

/** The libraries wrap one another's errors, and give Entra's words in a field of its own. */
function saidBy(error: unknown): string {
  const { message, errorResponse, cause } = Object(error);
  const described = Object(errorResponse).errorDescription;
  return [message, described, Object(cause).message]
    .filter((each) => typeof each === 'string')
    .join(' ');
}

const isNamed = (error: unknown, name: string) => error instanceof Error && error.name === name;

/** That nothing here gives tokens of managed identities: what a silence means as long as none was ever given. */
export function machineMissing(error: unknown): AppError | null {
  if (!(error instanceof AppError) || error.code !== 'unavailable') return null;
  return isNamed(error.cause, 'CredentialUnavailableError')
    ? new AppError('appSignIn.noIdentity', {}, { cause: error.cause })
    : null;
}
