import { noteCardGone, noteShownVersion, type SentCard, sentCardsOf } from '../db/sent-cards.ts';
import { AppError, isPassing } from '../errors.ts';
import type { NotifyDeps } from './deps.ts';
import type { Reader } from './presenter.ts';
import type { RequestView } from './types.ts';
import { viewRequest } from './view-request.ts';

/**
 * Redraws every card of a request that shows an older version than there is, and goes on until none
 * does. Where another run drew a card at the same time, nobody knows whose drawing came to lie on top:
 * whoever notices draws it once more. Messages that are gone are marked.
 *
 * @throws AppError a passing one, when a card must be tried again
 */
export async function refreshCards(deps: NotifyDeps, requestId: string): Promise<void> {
  const errors = new Map<string, unknown>();
  let unsure = new Set<string>();
  for (;;) {
    // The cards first: the request is then at least as new as what they show.
    const cards = await sentCardsOf(deps.db, requestId);
    const view = await viewRequest(deps, requestId);
    if (!view) return;
    const stale = cards.filter(
      ({ id, shownVersion }) => (shownVersion < view.version || unsure.has(id)) && !errors.has(id),
    );
    if (stale.length === 0) break;
    unsure = new Set();
    for (const card of stale) {
      try {
        if (!(await redrawCard(deps, view, card))) unsure.add(card.id);
      } catch (error) {
        errors.set(card.id, error);
      }
    }
  }
  const failed = [...errors.values()];
  if (failed.length > 0) throw failed.find(isPassing) ?? failed[0];
}

/** false: somebody else drew it meanwhile. */
async function redrawCard(deps: NotifyDeps, view: RequestView, card: SentCard): Promise<boolean> {
  const { id, conversationId, serviceUrl, activityId, shownVersion } = card;
  const chat = { conversationId, serviceUrl };
  try {
    const reader = readerOf(card);
    const message = deps.presenter.requestMessage(view, reader, card.locale);
    await deps.notifier.update(chat, activityId, message);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'chat.gone') throw error;
    await noteCardGone(deps.db, id, deps.clock.now());
    return true;
  }
  return noteShownVersion(deps.db, { id, before: shownVersion, now: view.version });
}

/** In a shared chat everybody reads the base; Teams asks for the own view of those whom the card names. */
function readerOf({ role, personId }: SentCard): Reader {
  return role === 'shared' ? { role: 'bystander', personId: null } : { role, personId };
}
