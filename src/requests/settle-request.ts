import { appendAudit, GUESTLIST } from '../db/audit.ts';
import { guestStatusesOf } from '../db/guests.ts';
import { changeRequest, findRequest } from '../db/requests.ts';
import type { Tx } from '../db/types.ts';
import type { WriteDeps } from './deps.ts';
import { touchRequest } from './redraw.ts';
import { canMove, outcomeOf } from './transitions.ts';

/**
 * After a guest's row has changed: has the cards redrawn, and ends the request once every row has
 * ended. The request must be locked by this transaction.
 */
export async function settleRequest(tx: Tx, deps: WriteDeps, requestId: string): Promise<void> {
  await touchRequest(tx, deps, requestId);
  const outcome = outcomeOf(await guestStatusesOf(tx, requestId));
  const row = await findRequest(tx, requestId);
  if (!outcome || !row || !canMove(row.status, outcome)) return;
  const at = deps.clock.now();
  await changeRequest(tx, row, { status: outcome }, at);
  await appendAudit(tx, {
    at,
    actor: GUESTLIST,
    action: `request.${outcome}`,
    subject: row.id,
    before: { status: row.status },
    after: { status: outcome },
    correlationId: row.correlationId,
  });
  if (outcome === 'attention') {
    await deps.queue.enqueue(tx, 'tell-requester', { requestId, event: 'attention' });
  }
}
