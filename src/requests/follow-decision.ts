import { guestsOf } from '../db/guests.ts';
import { claimNotice } from '../db/notices.ts';
import type { RequestRow } from '../db/requests.ts';
import type { Tx } from '../db/types.ts';
import type { RequestDeps, WriteDeps } from './deps.ts';
import { inRequest } from './in-request.ts';
import type { TaskPayloads } from './ports.ts';
import { redraw } from './redraw.ts';
import { enqueueProvisioning } from './write-request.ts';

/**
 * Queues what follows from a decision, in its transaction: one job, however many guests were asked for, so that
 * the answer to a press does not wait for the rest to be queued. `request`: as the decision has left it.
 */
export async function enqueueFollowing(
  tx: Tx,
  { queue }: Pick<WriteDeps, 'queue'>,
  { id, version }: Pick<RequestRow, 'id' | 'version'>,
): Promise<void> {
  await queue.enqueue(tx, 'follow-decision', { requestId: id, version }, { urgent: true });
}

/**
 * Starts what a decision has brought about: the work on the rows that wait for it, the word to the requester, and
 * the drawing anew of every card. All of it is queued at once, and once for each decision.
 */
export async function followDecision(
  deps: RequestDeps,
  { requestId, version }: TaskPayloads['follow-decision'],
): Promise<void> {
  await inRequest(deps, requestId, async (tx, request) => {
    const event = `followed.${version}`;
    const notice = { subject: requestId, event, activityId: null, at: deps.clock.now() };
    if (!(await claimNotice(tx, notice))) return;
    if (request.status === 'working') {
      await enqueueProvisioning(tx, deps, requestId, await guestsOf(tx, requestId));
    }
    const told = { requestId, event: 'decided' as const };
    await deps.queue.enqueue(tx, 'tell-requester', told, { urgent: true });
    await redraw(tx, deps, requestId);
  });
}
