import { appendAudit } from '../db/audit.ts';
import { forgetLostMails, moveGuests, reopenGrants } from '../db/guests.ts';
import { forgetNotice } from '../db/notices.ts';
import { changeRequest, lockRequest } from '../db/requests.ts';
import { AppError } from '../errors.ts';
import { canAct } from '../policy/may-invite.ts';
import type { RequestDeps } from './deps.ts';
import { redraw } from './redraw.ts';
import { canMove } from './transitions.ts';
import type { RequestView } from './types.ts';
import { requireView, viewerRole, viewRequest } from './view-request.ts';
import { enqueueProvisioning } from './write-request.ts';

/**
 * Tries the failed rows of a request again. What is done stays done: no second invitation where one
 * link is held, no second mail where one has left. Pressed again while it runs, it changes nothing.
 *
 * @throws AppError `request.notFound`, `request.notYours`, `request.nothingToRetry`,
 *   `policy.accountDisabled`, `tenant.invitesNobody`
 */
export async function retryRequest(
  deps: RequestDeps,
  retry: { readonly requestId: string; readonly actorId: string },
): Promise<RequestView> {
  const view = await viewRequest(deps, retry.requestId);
  if (!view) throw new AppError('request.notFound', { id: retry.requestId });
  if (viewerRole(view, retry.actorId) === 'bystander') throw new AppError('request.notYours');
  if (view.status === 'working') return view;
  await checkStillAllowed(deps, retry.actorId);

  return deps.db.transaction(async (tx) => {
    const row = await lockRequest(tx, view.id);
    if (!row || !canMove(row.status, 'working') || row.status !== 'attention') {
      throw new AppError('request.nothingToRetry');
    }
    const at = deps.clock.now();
    await changeRequest(tx, row, { status: 'working' }, at);
    await forgetLostMails(tx, row.id);
    const again = { status: 'waiting' as const, problem: null, provisionedAt: null };
    const rows = await moveGuests(tx, row.id, ['failed'], again, at);
    await reopenGrants(
      tx,
      rows.map(({ id }) => id),
      at,
    );
    await enqueueProvisioning(tx, deps, row.id);
    await forgetNotice(tx, row.id, 'told.attention');
    await appendAudit(tx, {
      at,
      actor: retry.actorId,
      action: 'request.retried',
      subject: row.id,
      before: { status: row.status },
      after: { status: 'working', guests: rows.map(({ address }) => address) },
      correlationId: row.correlationId,
    });
    await redraw(tx, deps, row.id);
    return requireView(deps, tx, row.id);
  });
}

/** We hold people to the tenant's rules, as the directory does not hold an application to them. */
async function checkStillAllowed({ directory }: RequestDeps, actorId: string): Promise<void> {
  const [actor, rules] = await Promise.all([
    directory.account(actorId),
    directory.invitationRules(),
  ]);
  if (!actor || !canAct(actor)) throw new AppError('policy.accountDisabled');
  if (rules.allowInvitesFrom === 'none') throw new AppError('tenant.invitesNobody');
}
