import { decide } from '../policy/decide.ts';
import { refuseRequester } from '../policy/may-ask.ts';
import type { Decision } from '../policy/types.ts';
import { checkGuests, type Refusal, uniqueGuests } from './check-guests.ts';
import { checkSize } from './check-size.ts';
import type { RequestDeps } from './deps.ts';
import { gatherFacts } from './gather-facts.ts';
import type { Account, InvitationRules, ResourceFacts } from './ports.ts';
import { readText, readUntil, TEXT_LIMITS } from './read-text.ts';
import { resolveResources } from './resolve-resources.ts';
import type { OpenResource, Problem, RequestWish } from './types.ts';

/** A wish whose texts can be kept, with what its names turned out to be. */
export interface Prepared {
  readonly requester: Account;
  readonly wish: RequestWish;
  readonly found: readonly ResourceFacts[];
  readonly open: readonly OpenResource[];
  /** What was said unclearly and must be asked for again. */
  readonly unclear: Problem | null;
}

/** What can be done with a wish, before anything is written. */
export type Preparation =
  | { readonly kind: 'refused'; readonly problems: readonly Refusal[] }
  | { readonly kind: 'denied'; readonly problem: Problem }
  | { readonly kind: 'incomplete'; readonly prepared: Prepared }
  | {
      readonly kind: 'decided';
      readonly prepared: Prepared;
      readonly decision: Exclude<Decision, { kind: 'deny' }>;
    };

/**
 * Reads the directory for a wish and decides about it. All that can be asked for at once is: a turn waits for
 * two answers of Graph, not for five. Who may not ask at all learns nothing of the guests and resources he
 * named.
 *
 * @throws AppError `request.textTooLong`, `request.untilUnclear`, `request.untilPast`
 */
export async function prepareRequest(
  deps: RequestDeps,
  requesterId: string,
  asked: RequestWish,
  unclear: Problem | null = null,
): Promise<Preparation> {
  const { directory } = deps;
  const wish = keepable(asked, deps.clock.now());
  const tooMuch = checkSize(wish);
  const begunRules = begun(directory.invitationRules());
  const begunWish = tooMuch.length > 0 ? null : beginReading(deps, wish, begunRules);
  const [requester, rules] = await Promise.all([directory.account(requesterId), begunRules]);
  if (!requester) return denied({ code: 'policy.accountUnknown', params: {} });
  const barred = refuseRequester(requester, rules);
  if (barred) return denied(barred);
  if (!begunWish) return { kind: 'refused', problems: tooMuch };
  const problems = await begunWish.problems;
  if (problems.length > 0) return { kind: 'refused', problems };

  const { found, open } = await begunWish.resolved;
  const prepared: Prepared = { requester, wish, found, open, unclear };
  const nowhere = found.length === 0 && !wish.directoryOnly;
  if (wish.guests.length === 0 || open.length > 0 || nowhere || unclear) {
    return { kind: 'incomplete', prepared };
  }
  const decision = decide(await gatherFacts(deps, { requester, resources: found, rules }));
  if (decision.kind === 'deny') return denied(decision.problem);
  return { kind: 'decided', prepared, decision };
}

/** Begins what is read of guests and resources; administrators are kept by the directory for who asks later. */
function beginReading(deps: RequestDeps, wish: RequestWish, rules: Promise<InvitationRules>) {
  void begun(deps.directory.administrators());
  return {
    problems: begun(checkGuests(deps, wish.guests, rules)),
    resolved: begun(resolveResources(deps.directory, wish)),
  };
}

/** A read whose answer is looked at later, if at all: until then its failure is nobody's. */
function begun<T>(read: Promise<T>): Promise<T> {
  read.catch(() => undefined);
  return read;
}

function denied(problem: Problem): Preparation {
  return { kind: 'denied', problem };
}

/** @throws AppError `request.textTooLong`, `request.untilUnclear`, `request.untilPast` */
function keepable(wish: RequestWish, now: Date): RequestWish {
  const guests = wish.guests.map(({ address, name }) => ({
    address: address.trim(),
    name: readText(name, TEXT_LIMITS.name),
  }));
  return {
    ...wish,
    guests: uniqueGuests(guests),
    // Somebody who names a resource does not mean the directory alone.
    directoryOnly: wish.directoryOnly && wish.resources.length === 0,
    reason: readText(wish.reason, TEXT_LIMITS.reason),
    until: readUntil(wish.until, now),
    message: readText(wish.message, TEXT_LIMITS.message),
  };
}
