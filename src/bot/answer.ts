import { setTimeout as wait } from 'node:timers/promises';
import type { TurnContext } from 'botbuilder';
import { AppError } from '../errors.ts';
import type { ChatMessage } from '../requests/ports.ts';
import type { Reader, ViewerRole } from '../requests/presenter.ts';
import { recordCard } from '../requests/record-card.ts';
import type { RequestView } from '../requests/types.ts';
import { viewerRole } from '../requests/view-request.ts';
import { toActivity } from './activity.ts';
import { connectorError } from './connector-error.ts';
import type { Answer, OurTurn } from './deps.ts';
import type { Turn } from './turn.ts';

/** Says the answer in the chat the turn came from. A request's card is kept, to be redrawn later. */
export async function sayAnswer(context: TurnContext, our: OurTurn, answer: Answer): Promise<void> {
  if (answer.kind !== 'request') {
    await say(context, answer.message);
    return;
  }
  const { deps, turn } = our;
  const reader = baseReader(answer.view, turn);
  const message = deps.presenter.requestMessage(answer.view, reader, turn.locale);
  const activityId = await say(context, message);
  if (!activityId) return;
  await recordCard(deps.requests, {
    requestId: answer.view.id,
    conversationId: turn.chat.conversationId,
    serviceUrl: turn.chat.serviceUrl,
    activityId,
    personId: reader.personId,
    role: reader.personId === null ? 'shared' : cardRole(reader.role),
    shownVersion: answer.view.version,
    locale: turn.locale,
  });
}

/** Sends after which a turn gives up, and the longest wait between two of them: Teams ends a turn after 15 s. */
const SENDS = 3;
const LONGEST_WAIT_MS = 3000;

/**
 * Says something in the chat of the turn. Only what Teams has surely not taken (429, 412) is sent again;
 * where an answer got lost, a second try could be a second message.
 */
export async function say(context: TurnContext, message: ChatMessage): Promise<string | null> {
  for (let send = 1; ; send += 1) {
    try {
      return (await context.sendActivity(toActivity(message)))?.id ?? null;
    } catch (thrown) {
      const error = connectorError(thrown);
      const waitMs = error instanceof AppError ? Number(error.params.retryAfterMs) : Number.NaN;
      if (send === SENDS || !(waitMs <= LONGEST_WAIT_MS)) throw error;
      await wait(waitMs);
    }
  }
}

/** In a 1:1 chat the card is its reader's; anywhere else its base is for everybody. */
function baseReader(view: RequestView, turn: Turn): Reader {
  return turn.chatKind === 'personal'
    ? readerOf(view, turn)
    : { role: 'bystander', personId: null };
}

/** Who acts in this turn, as a reader of this request. */
export function readerOf(view: RequestView, turn: Turn): Reader {
  return { role: viewerRole(view, turn.actorId), personId: turn.actorId };
}

function cardRole(role: ViewerRole): 'requester' | 'approver' | 'shared' {
  return role === 'bystander' ? 'shared' : role;
}
