import { readViews } from '../db/request-views.ts';
import type { DbOrTx } from '../db/types.ts';
import { AppError } from '../errors.ts';
import type { RequestDeps } from './deps.ts';
import type { ViewerRole } from './presenter.ts';
import type { RequestView } from './types.ts';

/** A request with everything that may be said of it; null: there is none. */
export async function viewRequest(
  deps: Pick<RequestDeps, 'db' | 'settings'>,
  requestId: string,
): Promise<RequestView | null> {
  const [view] = await viewRequests(deps, deps.db, [requestId]);
  return view ?? null;
}

/** Several, in the order of their ids, through `db` or an open transaction. */
export async function viewRequests(
  deps: Pick<RequestDeps, 'settings'>,
  db: DbOrTx,
  requestIds: readonly string[],
): Promise<RequestView[]> {
  const views = await readViews(db, requestIds);
  return views.map((view) => asOffered(deps, view));
}

/** What a request's row does not tell: a draft's form offers only what our settings allow. */
export function asOffered(
  { settings }: Pick<RequestDeps, 'settings'>,
  view: RequestView,
): RequestView {
  return view.status === 'draft' ? { ...view, directoryOnlyAllowed: settings.directoryOnly } : view;
}

/** The same for a request that is known to exist. Throws `request.notFound` where it is gone all the same. */
export async function requireView(
  deps: Pick<RequestDeps, 'settings'>,
  db: DbOrTx,
  requestId: string,
): Promise<RequestView> {
  const [view] = await viewRequests(deps, db, [requestId]);
  if (!view) throw new AppError('request.notFound', { id: requestId });
  return view;
}

/** How a person stands to a request: who made it, who was asked or has decided, or anybody else. */
export function viewerRole(view: RequestView, personId: string): ViewerRole {
  if (view.requester.id === personId) return 'requester';
  const concerned = view.resources.flatMap(({ approvers, decidedBy }) => [
    ...approvers,
    ...(decidedBy ? [decidedBy] : []),
  ]);
  return concerned.some(({ id }) => id === personId) ? 'approver' : 'bystander';
}
