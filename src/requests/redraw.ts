import { countUp } from '../db/requests.ts';
import type { Tx } from '../db/types.ts';
import type { WriteDeps } from './deps.ts';

/** Queues the redrawing of every card of a request whose version has just been counted up. */
export async function redraw(
  tx: Tx,
  { queue }: Pick<WriteDeps, 'queue'>,
  requestId: string,
): Promise<void> {
  await queue.enqueue(tx, 'refresh-cards', { requestId }, { urgent: true });
}

/** Counts the version up for a change that cards show beside the request's own row, and has them redrawn. */
export async function touchRequest(tx: Tx, deps: WriteDeps, requestId: string): Promise<void> {
  await countUp(tx, requestId, deps.clock.now());
  await redraw(tx, deps, requestId);
}
