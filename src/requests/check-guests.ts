import { checkGuest } from '../policy/check-guest.ts';
import type { RequestDeps } from './deps.ts';
import { inLanes } from './in-lanes.ts';
import type { InvitationRules } from './ports.ts';
import type { GuestWish, Problem } from './types.ts';

/** One thing that is wrong with what was asked for, before anything exists. */
export interface Refusal {
  /** The address it is about; null where it is about the whole. */
  readonly address: string | null;
  readonly problem: Problem;
  /** The address that can be invited instead, where we see one. */
  readonly suggestion: string | null;
}

/** Each guest once, by his address without case; the first name given stays. */
export function uniqueGuests(guests: readonly GuestWish[]): readonly GuestWish[] {
  const known = new Map<string, GuestWish>();
  for (const guest of guests) {
    const key = guest.address.toLowerCase();
    const before = known.get(key);
    known.set(key, before?.name ? before : { ...(before ?? guest), name: guest.name });
  }
  return [...known.values()];
}

/**
 * What Entra, the tenant or we would refuse about these guests: every problem, so that all can be repaired at
 * once. The guests are looked up while the rules are still being read.
 */
export async function checkGuests(
  deps: Pick<RequestDeps, 'directory' | 'reading'>,
  guests: readonly GuestWish[],
  reading: Promise<InvitationRules>,
): Promise<readonly Refusal[]> {
  const found = await inLanes(guests, 5, async ({ address }): Promise<Refusal | null> => {
    const refused = deps.reading.checkAddress(address);
    if (refused) return { address, ...refused };
    const [account, rules] = await Promise.all([deps.directory.accountByAddress(address), reading]);
    // Whose domain is the trouble needs no account to say so.
    const problem = checkGuest(address, null, rules) ?? checkGuest(address, account, rules);
    return problem && { address, problem, suggestion: null };
  });
  return found.filter((refusal) => refusal !== null);
}
