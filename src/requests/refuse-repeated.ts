import { openPairs } from '../db/open-pairs.ts';
import type { RequestDeps } from './deps.ts';
import type { Prepared } from './prepare-request.ts';
import type { Problem } from './types.ts';
import { viewerRole, viewRequests } from './view-request.ts';

/**
 * Refuses what has been asked for already, by whomever, and has not ended: else two owners decide about
 * the same thing. Only where every guest is on his way to every resource; what is new about a wish goes
 * on whole. The id of the earlier request is named to those whom it concerns.
 */
export async function refuseRepeated(
  deps: Pick<RequestDeps, 'db' | 'settings'>,
  { requester, wish, found }: Pick<Prepared, 'requester' | 'wish' | 'found'>,
): Promise<Problem | null> {
  const addresses = wish.guests.map(({ address }) => address.toLowerCase());
  const resourceIds = found.length > 0 ? found.map(({ id }) => id) : [''];
  const open = await openPairs(deps.db, addresses, resourceIds);
  const covered = (address: string, resourceId: string) =>
    open.some((pair) => pair.address === address && pair.resourceId === resourceId);
  if (!addresses.every((address) => resourceIds.every((id) => covered(address, id)))) return null;

  const ids = [...new Set(open.map(({ requestId }) => requestId))];
  const views = await viewRequests(deps, deps.db, ids);
  const named = views.find((view) => viewerRole(view, requester.id) !== 'bystander');
  return named
    ? { code: 'request.alreadyAsked', params: { id: named.id } }
    : { code: 'request.alreadyAsked', params: {} };
}
