import { idsAbout, idsOfRequester, idsWaitingFor } from '../db/request-views.ts';
import type { RequestDeps } from './deps.ts';
import { canMove } from './transitions.ts';
import type { RequestView } from './types.ts';
import { viewRequests } from './view-request.ts';

/** Requests in one list. A card shows the newest of them and counts the rest; nobody reads further. */
const MOST = 200;

type Reads = Pick<RequestDeps, 'db' | 'settings'>;

/** What this person asked for, newest first. */
export async function myRequests(deps: Reads, personId: string): Promise<RequestView[]> {
  return viewRequests(deps, deps.db, await idsOfRequester(deps.db, personId, MOST));
}

/** What waits for this person's decision, newest first. */
export async function requestsWaitingFor(deps: Reads, personId: string): Promise<RequestView[]> {
  return viewRequests(deps, deps.db, await idsWaitingFor(deps.db, personId, MOST));
}

/** Requests with this id, or with a guest whose address holds this text, as far as this person may see them. */
export async function findRequests(
  deps: Reads,
  personId: string,
  subject: string,
): Promise<RequestView[]> {
  if (subject.trim() === '') return [];
  const views = await viewRequests(deps, deps.db, await idsAbout(deps.db, personId, subject, MOST));
  // A draft is its author's alone.
  return views.filter(({ status, requester }) => status !== 'draft' || requester.id === personId);
}

/** Of the requests that `subject` names, this person's own that can be taken back still. */
export async function findCancellable(
  deps: Reads,
  personId: string,
  subject: string,
): Promise<RequestView[]> {
  const found = await findRequests(deps, personId, subject);
  return found.filter(
    ({ status, requester }) => requester.id === personId && canMove(status, 'cancelled'),
  );
}
