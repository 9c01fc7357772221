import { findRequest } from '../db/requests.ts';
import { type DueTimer, setTimer } from '../db/timers.ts';
import type { Tx } from '../db/types.ts';
import type { RequestDeps } from './deps.ts';

/**
 * Stands while a request waits for its approvers. Whoever was asked may leave, and then nobody presses
 * anything that would show it: so it is looked at once a day whether somebody can decide still.
 */
export const APPROVERS_TIMER = 'approvers';

/** In milliseconds. A look costs a few reads, and nobody expects an answer within the hour. */
const DAY = 24 * 3_600_000;

/** Sets the timer, in the transaction that has the request wait. */
export async function watchApprovers(tx: Tx, now: Date, requestId: string): Promise<void> {
  const dueAt = new Date(now.getTime() + DAY);
  await setTimer(tx, { kind: APPROVERS_TIMER, subject: requestId, dueAt });
}

/** Queues today's look and sets the timer for tomorrow's; a request that waits no more is let go. */
export async function onApproversDue(
  tx: Tx,
  { queue }: Pick<RequestDeps, 'queue'>,
  { subject }: Pick<DueTimer, 'subject'>,
  now: Date,
): Promise<void> {
  const request = await findRequest(tx, subject);
  if (request?.status !== 'pending') return;
  await watchApprovers(tx, now, subject);
  await queue.enqueue(tx, 'check-approvers', { requestId: subject });
}
