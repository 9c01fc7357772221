import { appendAudit } from '../db/audit.ts';
import {
  forgetLostMails,
  type GuestRow,
  guestsOf,
  moveGuests,
  reopenGrants,
} from '../db/guests.ts';
import { forgetNotice } from '../db/notices.ts';
import {
  changeRequest,
  lockRequest,
  type RequestRow,
  reopenResource,
  replaceApprovers,
} from '../db/requests.ts';
import { setTimer } from '../db/timers.ts';
import type { Tx } from '../db/types.ts';
import { AppError } from '../errors.ts';
import type { Asked } from '../policy/types.ts';
import { approversTimer } from './approvers-timer.ts';
import type { RequestDeps } from './deps.ts';
import { askedInAudit, guestInAudit } from './in-audit.ts';
import { redraw } from './redraw.ts';
import { checkRetry } from './retry-rights.ts';
import { canMove } from './transitions.ts';
import type { RequestStatus, RequestView } from './types.ts';
import { requireView, viewerRole, viewRequest } from './view-request.ts';
import { enqueueProvisioning } from './write-request.ts';

/**
 * Tries the failed rows of a request again. What is done stays done: no second invitation where one
 * link is held, no second mail where one has left. Pressed again while it runs, it changes nothing.
 * Where the rights it began with are gone, it waits for those who decide by now.
 *
 * @throws AppError `request.notFound`, `request.notYours`, `request.nothingToRetry`, and those of `checkRetry`
 */
export async function retryRequest(
  deps: RequestDeps,
  retry: { readonly requestId: string; readonly actorId: string },
): Promise<RequestView> {
  const view = await viewRequest(deps, retry.requestId);
  if (!view) throw new AppError('request.notFound', { id: retry.requestId });
  if (viewerRole(view, retry.actorId) === 'bystander') throw new AppError('request.notYours');
  if (view.status === 'working') return view;
  if (view.status !== 'attention') throw new AppError('request.nothingToRetry');
  const asked = await checkRetry(deps, view, retry.actorId);
  const status: RequestStatus = asked.length > 0 ? 'pending' : 'working';

  return deps.db.transaction(async (tx) => {
    const row = await lockRequest(tx, view.id);
    if (row?.status !== 'attention' || !canMove(row.status, status)) {
      throw new AppError('request.nothingToRetry');
    }
    const at = deps.clock.now();
    const decidedAt = status === 'pending' ? null : row.decidedAt;
    await changeRequest(tx, row, { status, decidedAt }, at);
    const rows = await reopenRows(tx, row, at);
    if (status === 'pending') await askAgain(tx, deps, row, asked);
    else await enqueueProvisioning(tx, deps, row.id, await guestsOf(tx, row.id));
    await appendAudit(tx, {
      at,
      actor: retry.actorId,
      action: 'request.retried',
      subject: row.id,
      before: { status: row.status },
      after: {
        status,
        guests: rows.map(guestInAudit),
        ...(asked.length > 0 ? { asked: askedInAudit(asked) } : {}),
      },
      correlationId: row.correlationId,
    });
    await redraw(tx, deps, row.id);
    return requireView(deps, tx, row.id);
  });
}

/** Lets failed rows wait for the work anew, and their failure be told anew. */
async function reopenRows(tx: Tx, { id }: RequestRow, at: Date): Promise<GuestRow[]> {
  await forgetLostMails(tx, id);
  const again = { status: 'waiting' as const, problem: null, provisionedAt: null };
  const rows = await moveGuests(tx, id, ['failed'], again, at);
  const rowIds = rows.map((row) => row.id);
  await reopenGrants(tx, rowIds, at);
  await forgetNotice(tx, id, 'told.attention');
  return rows;
}

async function askAgain(
  tx: Tx,
  { queue, clock }: RequestDeps,
  { id }: RequestRow,
  asked: readonly Asked[],
): Promise<void> {
  for (const { resourceId, approvers, standIn, why } of asked) {
    await reopenResource(tx, id, resourceId ?? '');
    await replaceApprovers(tx, id, resourceId ?? '', approvers, { standIn, why });
  }
  await forgetNotice(tx, id, 'told.decided');
  await queue.enqueue(tx, 'notify-approvers', { requestId: id }, { urgent: true });
  await setTimer(tx, approversTimer(clock.now(), id));
}
