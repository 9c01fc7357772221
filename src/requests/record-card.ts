import { lockRequest } from '../db/requests.ts';
import { keepSentCard, type SentCard } from '../db/sent-cards.ts';
import { clearTimer } from '../db/timers.ts';
import type { RequestDeps } from './deps.ts';
import { FIRST_CARD_TIMER } from './first-card-timer.ts';
import { redraw } from './redraw.ts';

/**
 * Keeps a card that was sent, so that it is redrawn with every change; one that was overtaken while it
 * was being sent is redrawn at once. The requester's first card is then no longer awaited.
 */
export async function recordCard(
  deps: Pick<RequestDeps, 'db' | 'queue' | 'clock' | 'random'>,
  card: Omit<SentCard, 'id' | 'createdAt' | 'goneAt' | 'shownDigest'>,
): Promise<void> {
  await deps.db.transaction(async (tx) => {
    // First, or a change that commits right now would neither see this card nor be seen here.
    const request = await lockRequest(tx, card.requestId);
    const id = deps.random.uuid();
    await keepSentCard(tx, { id, createdAt: deps.clock.now(), ...card });
    if (card.role !== 'approver') await clearTimer(tx, FIRST_CARD_TIMER, card.requestId);
    if (request && request.version > card.shownVersion) await redraw(tx, deps, request.id);
  });
}
