import { findRequest } from '../db/requests.ts';
import { type DueTimer, type NewTimer, setTimer } from '../db/timers.ts';
import type { Tx } from '../db/types.ts';
import type { RequestDeps } from './deps.ts';

/**
 * Stands while a request waits for its approvers. Whoever was asked may leave, and then nobody presses
 * anything that would show it: so it is looked at once a day whether somebody can decide still.
 */
export const APPROVERS_TIMER = 'approvers';

/** In milliseconds. A look costs a few reads, and nobody expects an answer within the hour. */
const DAY = 24 * 3_600_000;

/** The timer that is set in the transaction which has the request wait. */
export function approversTimer(now: Date, requestId: string): NewTimer {
  return { kind: APPROVERS_TIMER, subject: requestId, dueAt: new Date(now.getTime() + DAY) };
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
  await setTimer(tx, approversTimer(now, subject));
  await queue.enqueue(tx, 'check-approvers', { requestId: subject });
}
