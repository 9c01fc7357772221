import type { TurnContext } from 'botbuilder';
import type { Reader, ViewerRole } from '../requests/presenter.ts';
import { recordCard } from '../requests/record-card.ts';
import type { RequestView } from '../requests/types.ts';
import { viewerRole } from '../requests/view-request.ts';
import { toActivity } from './activity.ts';
import type { Answer, OurTurn } from './deps.ts';
import type { Turn } from './turn.ts';

/** Says the answer in the chat the turn came from. A request's card is kept, to be redrawn later. */
export async function sayAnswer(context: TurnContext, our: OurTurn, answer: Answer): Promise<void> {
  if (answer.kind !== 'request') {
    await context.sendActivity(toActivity(answer.message));
    return;
  }
  const { deps, turn } = our;
  const reader = baseReader(answer.view, turn);
  const message = deps.presenter.requestMessage(answer.view, reader, turn.locale);
  const sent = await context.sendActivity(toActivity(message));
  if (!sent?.id) return;
  await recordCard(deps.requests, {
    requestId: answer.view.id,
    conversationId: turn.chat.conversationId,
    serviceUrl: turn.chat.serviceUrl,
    activityId: sent.id,
    personId: reader.personId,
    role: reader.personId === null ? 'shared' : cardRole(reader.role),
    shownVersion: answer.view.version,
    locale: turn.locale,
  });
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
