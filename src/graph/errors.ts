import { AppError } from '../errors.ts';
import { FIRST_STOP_MS } from '../pace/state.ts';
import { type GraphFailure, type Refused, readFailure } from './failure.ts';

/** What the mapping has to know of the call that was refused. */
export interface RefusedCall {
  /** The application permission it needs: named to the administrator when it is missing. */
  readonly permission: string;
  /** It touches a user who may have been created a moment ago: not found then means not found yet. */
  readonly fresh?: boolean;
  /** How long the pacer waits where Graph throttles without saying. */
  readonly untoldMs?: number;
}

/** How long to wait at least where Graph throttles without saying (facts: `Retry-After` is not everywhere). */
export const UNTOLD_WAIT_MS = FIRST_STOP_MS;

/**
 * Sentences and codes of Graph, and what they mean here. The first that fits counts, so the narrower ones stand first.
 * Graph gives most of these one common code (`BadRequest`, `Forbidden`): only the sentence tells them apart.
 */
const known: readonly { readonly says: RegExp; readonly code: string }[] = [
  { says: /blocked from signing in/i, code: 'guest.blocked' },
  { says: /doesn.?t match any emails on the user object/i, code: 'guest.resetMismatch' },
  { says: /already exists in the directory as object ?id/i, code: 'guest.exists' },
  { says: /cross-tenant access settings/i, code: 'guest.crossTenantBlocked' },
  { says: /verified domain of this directory/i, code: 'guest.ownDomain' },
  { says: /invitations not allowed for your company/i, code: 'guest.invitationsNotAllowed' },
  { says: /proxyAddress/i, code: 'guest.proxyConflict' },
  { says: /primary smtp address is an invalid value/i, code: 'guest.addressInvalid' },
  { says: /suspicious|unusual activity/i, code: 'tenant.suspicious' },
  { says: /Directory_QuotaExceeded|directory object quota/i, code: 'tenant.quotaExceeded' },
  { says: /not allowed to join this unified group/i, code: 'resource.guestsNotAllowed' },
  { says: /sensitivity label/i, code: 'resource.labelForbidsGuests' },
  { says: /archived/i, code: 'resource.archived' },
  { says: /dynamic/i, code: 'resource.dynamic' },
  { says: /on-?premises/i, code: 'resource.onPremises' },
  { says: /mail-enabled security|distribution list/i, code: 'resource.mailEnabledSecurity' },
  { says: /assignable to (a )?role|role-assignable/i, code: 'resource.roleAssignable' },
  {
    says: /domain.*(not allowed|not permitted|blocked|den(y|ied)|not in the allow)/i,
    code: 'guest.domainNotAllowed',
  },
];

/** How Graph speaks of an object that has not reached every replica yet, beside a plain 404. */
const NOT_YET_THERE =
  /Directory_ObjectNotFound|source resource object or one of the objects being referenced|reference-property objects do not exist|not a valid reference update/i;

/** Turns a refusal of Graph into the product's error: see `Tenant` in ports.ts for the codes. */
export function toAppError(answer: Refused, call: RefusedCall): AppError {
  const failure = readFailure(answer);
  const { status } = failure;
  const cause = { cause: failure };
  const retryAfterMs = readRetryAfter(answer.headers);
  if (status === 429) {
    const untoldMs = Math.max(UNTOLD_WAIT_MS, Math.ceil(call.untoldMs ?? 0));
    return new AppError('throttled', { retryAfterMs: retryAfterMs || untoldMs }, cause);
  }
  if ((status >= 500 && status !== 501) || status === 408) {
    return retryAfterMs === null
      ? new AppError('unavailable', {}, cause)
      : new AppError('throttled', { retryAfterMs }, cause);
  }
  if (status === 401) return new AppError('graph.unauthorized', {}, cause);
  return namedRefusal(failure, call);
}

function namedRefusal(failure: GraphFailure, call: RefusedCall): AppError {
  const { status, graphCode, message } = failure;
  const cause = { cause: failure };
  const text = `${graphCode} ${message}`;
  const named = known.find((each) => each.says.test(text));
  if (named) return new AppError(named.code, paramsOf(named.code, message), cause);
  if (call.fresh && (status === 404 || NOT_YET_THERE.test(text))) {
    return new AppError('notYetThere', {}, cause);
  }
  if (status === 404) return new AppError('graph.notFound', {}, cause);
  if (status === 403)
    return new AppError('graph.forbidden', { permission: call.permission }, cause);
  return new AppError('graph.refused', { status, graphCode: graphCode || String(status) }, cause);
}

/** `guest.exists` names the account, where Graph did. */
function paramsOf(code: string, message: string): Record<string, string> {
  if (code !== 'guest.exists') return {};
  const userId = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(message)?.[0];
  return userId ? { userId: userId.toLowerCase() } : {};
}

/** Milliseconds of a `Retry-After` in seconds or as a date, at least 0; null: not told. */
export function readRetryAfter(headers: Headers): number | null {
  const value = headers.get('retry-after');
  if (value === null) return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, Math.ceil(seconds * 1000));
  const sent = Date.parse(headers.get('date') ?? '');
  const until = Date.parse(value);
  if (Number.isNaN(until)) return null;
  return Math.max(0, until - (Number.isNaN(sent) ? Date.now() : sent));
}

/** Whether a write was refused because it was done before: that counts as done. */
export function saysAlreadyThere(failure: GraphFailure | null): boolean {
  return (
    failure !== null &&
    (failure.status === 409 || (failure.status === 400 && /already exist/i.test(failure.message)))
  );
}
