import { appendAudit } from '../db/audit.ts';
import { guestsOf, moveGuests } from '../db/guests.ts';
import { changeRequest, lockRequest } from '../db/requests.ts';
import { AppError } from '../errors.ts';
import type { RequestDeps } from './deps.ts';
import { redraw } from './redraw.ts';
import { canMove } from './transitions.ts';
import type { Person, RequestView } from './types.ts';
import { requireView } from './view-request.ts';

/**
 * Takes back one's own request, as long as nothing has been done for it.
 *
 * @throws AppError `request.notFound`, `request.notYours`, `request.cannotCancel` `{status}`
 */
export async function cancelRequest(
  deps: RequestDeps,
  cancel: { readonly requestId: string; readonly actorId: string },
): Promise<RequestView> {
  return deps.db.transaction(async (tx) => {
    const row = await lockRequest(tx, cancel.requestId);
    if (!row) throw new AppError('request.notFound', { id: cancel.requestId });
    if (row.requesterId !== cancel.actorId) throw new AppError('request.notYours');
    const { status } = row;
    if (!canMove(status, 'cancelled')) throw new AppError('request.cannotCancel', { status });

    // One that waits anew, because it was tried again, has been at work before.
    const begun = (await guestsOf(tx, row.id)).some(({ userId }) => userId !== null);
    if (begun) throw new AppError('request.cannotCancel', { status: 'done' });

    const at = deps.clock.now();
    const endedBy: Person = {
      id: row.requesterId,
      name: row.requesterName,
      mail: row.requesterMail,
    };
    const changed = await changeRequest(tx, row, { status: 'cancelled', endedBy }, at);
    if (!changed) throw new AppError('request.cannotCancel', { status });
    await moveGuests(tx, row.id, ['waiting'], { status: 'stopped' }, at);
    await appendAudit(tx, {
      at,
      actor: cancel.actorId,
      action: 'request.cancelled',
      subject: row.id,
      before: { status },
      after: { status: 'cancelled' },
      correlationId: row.correlationId,
    });
    await redraw(tx, deps, row.id);
    return requireView(deps, tx, row.id);
  });
}
