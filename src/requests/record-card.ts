import { findRequest, lockRequest } from '../db/requests.ts';
import { keepCurrentCard, keepSentCard, type SentCard, sentCardAt } from '../db/sent-cards.ts';
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
  const sent = { id: deps.random.uuid(), createdAt: deps.clock.now(), ...card };
  const awaited = card.role === 'approver' ? null : FIRST_CARD_TIMER;
  if (await keepCurrentCard(deps.db, sent, awaited)) return;
  await deps.db.transaction(async (tx) => {
    // First, or a change that commits right now would neither see this card nor be seen here.
    const request = await lockRequest(tx, card.requestId);
    await keepSentCard(tx, sent);
    if (awaited) await clearTimer(tx, awaited, card.requestId);
    if (request && request.version > card.shownVersion) await redraw(tx, deps, request.id);
  });
}

/**
 * Keeps a card that somebody has acted on and that we know nothing of: the process ended between Teams'
 * taking it and our noting it. From then on it is redrawn as every other. Where several read it, only in the
 * chat that the request was made in: anywhere else it is a copy that somebody has put there.
 */
export async function keepUnnotedCard(
  deps: Pick<RequestDeps, 'db' | 'queue' | 'clock' | 'random'>,
  card: Omit<SentCard, 'id' | 'createdAt' | 'goneAt' | 'shownDigest' | 'shownVersion'>,
): Promise<void> {
  const { requestId, conversationId, activityId, role } = card;
  if (await sentCardAt(deps.db, conversationId, activityId)) return;
  if (role === 'shared') {
    const request = await findRequest(deps.db, requestId);
    if (request?.originConversation !== conversationId) return;
  }
  await recordCard(deps, { ...card, shownVersion: 0 });
}
