import { type Asked, type AskedPair, askedBefore, lockAsking } from '../db/asked-before.ts';
import type { Tx } from '../db/types.ts';
import type { Refusal } from './check-guests.ts';
import type { RequestDeps } from './deps.ts';
import type { Prepared } from './prepare-request.ts';
import type { Problem } from './types.ts';
import { requireView, viewerRole, viewRequests } from './view-request.ts';

type Deps = Pick<RequestDeps, 'settings' | 'clock'>;
type Asking = Pick<Prepared, 'requester' | 'wish' | 'found'>;

/** For so long, who says the same again has not seen what became of it, and does not want it done anew. */
const SAME_MINUTES = 15;

/** What somebody reads who asks for what has been asked for, as the refusal of all of it. */
export interface Repeated {
  readonly kind: 'refused';
  readonly problems: readonly Refusal[];
}

/**
 * Refuses what has been asked for already: by whomever, while it has not ended, and by the same person
 * for some minutes after he asked, where it went through. In the transaction that would write the
 * request, so that of two who ask at once the second meets the first.
 */
export async function refuseRepeated(tx: Tx, deps: Deps, asking: Asking): Promise<Repeated | null> {
  const addresses = asking.wish.guests.map(({ address }) => address.toLowerCase());
  const resourceIds = asking.found.length > 0 ? asking.found.map(({ id }) => id) : [''];
  const asked = { requesterId: asking.requester.id, addresses, resourceIds };
  await lockAsking(tx, addresses);
  const now = deps.clock.now().getTime();
  const around = SAME_MINUTES * 60_000;
  // Of several instances, one's clock may be behind the one's that took the first.
  const [from, to] = [new Date(now - around), new Date(now + around)];
  const { open, done } = await askedBefore(tx, asked, from, to);
  const problem =
    (await stillOpen(tx, deps, asked, open)) ??
    (done === null ? null : await doneJustNow(tx, deps, done));
  return problem && { kind: 'refused', problems: [{ address: null, problem, suggestion: null }] };
}

/**
 * Else two owners decide about the same thing. Only where every guest is on his way to every resource;
 * what is new about a wish goes on whole. The id of the earlier request is named to those whom it concerns.
 */
async function stillOpen(
  tx: Tx,
  deps: Deps,
  { requesterId, addresses, resourceIds }: Asked,
  open: readonly AskedPair[],
): Promise<Problem | null> {
  const covered = (address: string, resourceId: string) =>
    open.some((pair) => pair.address === address && pair.resourceId === resourceId);
  if (!addresses.every((address) => resourceIds.every((id) => covered(address, id)))) return null;

  const ids = [...new Set(open.map(({ requestId }) => requestId))];
  const views = await viewRequests(deps, tx, ids);
  const named = views.find((view) => viewerRole(view, requesterId) !== 'bystander');
  return { code: 'request.alreadyAsked', params: named ? { id: named.id } : {} };
}

/** Else each guest gets a second mail because an answer was late. Only what is the same in all its guests and resources. */
async function doneJustNow(tx: Tx, deps: Deps, id: string): Promise<Problem> {
  const { guests } = await requireView(deps, tx, id);
  const arrived = guests.every(({ status }) => status === 'arrived');
  const status = arrived ? 'arrived' : 'invited';
  return { code: 'request.askedJustNow', params: { id, status, minutes: SAME_MINUTES } };
}
