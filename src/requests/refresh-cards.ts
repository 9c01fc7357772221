import { noteCardGone, noteShownVersion, type SentCard, sentCardsOf } from '../db/sent-cards.ts';
import { AppError, isPassing } from '../errors.ts';
import type { NotifyDeps } from './deps.ts';
import type { Reader } from './presenter.ts';
import type { RequestView } from './types.ts';
import { viewRequest } from './view-request.ts';

/**
 * Redraws every card of a request that shows an older version than there is, and goes on until none
 * does: also those which another run drew from older rows meanwhile. Messages that are gone are marked.
 *
 * @throws AppError a passing one, when a card must be tried again
 */
export async function refreshCards(deps: NotifyDeps, requestId: string): Promise<void> {
  const errors = new Map<string, unknown>();
  for (;;) {
    const view = await viewRequest(deps, requestId);
    if (!view) return;
    const cards = await sentCardsOf(deps.db, requestId);
    const stale = cards.filter((card) => card.shownVersion < view.version && !errors.has(card.id));
    if (stale.length === 0) break;
    for (const card of stale) {
      await redrawCard(deps, view, card).catch((error) => errors.set(card.id, error));
    }
  }
  const failed = [...errors.values()];
  if (failed.length > 0) throw failed.find(isPassing) ?? failed[0];
}

async function redrawCard(deps: NotifyDeps, view: RequestView, card: SentCard): Promise<void> {
  const { conversationId, serviceUrl, activityId } = card;
  const chat = { conversationId, serviceUrl };
  try {
    const reader = readerOf(card);
    const message = deps.presenter.requestMessage(view, reader, card.locale);
    await deps.notifier.update(chat, activityId, message);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'chat.gone') throw error;
    await noteCardGone(deps.db, card.id, deps.clock.now());
    return;
  }
  await noteShownVersion(deps.db, card.id, view.version);
}

/** In a shared chat everybody reads the base; Teams asks for the own view of those whom the card names. */
function readerOf({ role, personId }: SentCard): Reader {
  return role === 'shared' ? { role: 'bystander', personId: null } : { role, personId };
}
