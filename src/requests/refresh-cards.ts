import { createHash } from 'node:crypto';
import { noteCardGone, noteShownVersion, type SentCard, sentCardsOf } from '../db/sent-cards.ts';
import { AppError } from '../errors.ts';
import type { NotifyDeps } from './deps.ts';
import type { ChatMessage } from './ports.ts';
import type { Reader } from './presenter.ts';
import { worstOf } from './problem-of.ts';
import type { RequestView } from './types.ts';
import { viewerRole, viewRequest } from './view-request.ts';

/**
 * Redraws every card of a request that shows an older version than there is, and goes on until none
 * does. Where another run drew a card at the same time, nobody knows whose drawing came to lie on top:
 * whoever notices draws it once more. A message that is gone, or that lies where we are let in no more, is
 * given up, and one that would say what it says already is not sent: the chats take only so many.
 *
 * @throws AppError a passing one, when a card must be tried again; `chat.refused`, `chat.signInRefused`: our own failure
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
    const again = unsure;
    unsure = new Set();
    for (const card of stale) {
      // What was noted last need not be what lies on top.
      const known = again.has(card.id) ? { ...card, shownDigest: null } : card;
      try {
        if (!(await redrawCard(deps, view, known))) unsure.add(card.id);
      } catch (error) {
        errors.set(card.id, error);
      }
    }
  }
  if (errors.size > 0) throw worstOf([...errors.values()]);
}

/** Causes that lie in the chat of a card, and that waiting does not mend: the card is not redrawn any more. */
const GIVEN_UP: ReadonlySet<string> = new Set(['chat.gone', 'chat.notReachable']);

/** false: somebody else drew it meanwhile. */
async function redrawCard(deps: NotifyDeps, view: RequestView, card: SentCard): Promise<boolean> {
  const { id, conversationId, serviceUrl, activityId, shownVersion } = card;
  const chat = { conversationId, serviceUrl };
  const message = deps.presenter.requestMessage(view, readerOf(view, card), card.locale);
  const digest = digestOf(card, message);
  try {
    if (digest === null || digest !== card.shownDigest) {
      await deps.notifier.update(chat, activityId, message);
    }
  } catch (error) {
    if (!(error instanceof AppError) || !GIVEN_UP.has(error.code)) throw error;
    deps.log?.info({ requestId: view.id, card: id, code: error.code }, 'card given up');
    await noteCardGone(deps.db, id, deps.clock.now());
    return true;
  }
  return noteShownVersion(deps.db, { id, before: shownVersion, now: view.version, digest });
}

/** null in a shared chat: an update is also what has Teams ask for the views of those whom the card names. */
function digestOf({ role }: SentCard, message: ChatMessage): string | null {
  if (role === 'shared') return null;
  return createHash('sha256').update(JSON.stringify(message)).digest('base64url');
}

/**
 * In a shared chat everybody reads the base; Teams asks for the own view of those whom the card names. A card of
 * one's own is drawn for what its reader is by now: who is asked no more reads nothing new that is private.
 */
function readerOf(view: RequestView, { role, personId }: SentCard): Reader {
  if (role === 'shared' || personId === null) return { role: 'bystander', personId: null };
  return { role: viewerRole(view, personId), personId };
}
