import { setTimeout as wait } from 'node:timers/promises';
import type { TurnContext } from 'botbuilder';
import { despiteTrouble } from '../db/despite-trouble.ts';
import { AppError } from '../errors.ts';
import type { ChatMessage } from '../requests/ports.ts';
import type { Reader, ViewerRole } from '../requests/presenter.ts';
import { keepUnnotedCard, recordCard } from '../requests/record-card.ts';
import type { RequestView } from '../requests/types.ts';
import { viewerRole } from '../requests/view-request.ts';
import { toActivity } from './activity.ts';
import { connectorError } from './connector-error.ts';
import type { Answer, OurTurn } from './deps.ts';
import type { Turn } from './turn.ts';

/**
 * Says the answer in the chat the turn came from. A request's card is kept, to be redrawn later; where it
 * cannot be, Teams has it all the same, and it is kept once somebody acts on it.
 *
 * @throws what `say` throws: Teams has not taken the answer
 */
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
  const shownVersion = answer.view.version;
  const card = { ...cardOf(answer.view, turn, activityId), shownVersion };
  try {
    await despiteTrouble(TURN_WRITES_MS, () => recordCard(deps.requests, card));
  } catch (error) {
    deps.log.warn({ err: error, requestId: card.requestId }, 'shown card not kept');
  }
}

/** How long a turn goes on writing down which card it has shown, in ms: for a second try after a lock that was not to be had. */
const TURN_WRITES_MS = 3000;

/** Sees to it that the card which was acted on is redrawn from now on, should we not know it. */
export async function keepPressedCard({ deps, turn }: OurTurn, view: RequestView): Promise<void> {
  if (turn.replyToId === null || readerOf(view, turn).role === 'bystander') return;
  try {
    await keepUnnotedCard(deps.requests, cardOf(view, turn, turn.replyToId));
  } catch (err) {
    // What was asked for is done, and its answer shows it.
    deps.log.warn({ err, requestId: view.id }, 'pressed card not kept');
  }
}

/** A request's card that lies in the chat of this turn. */
function cardOf(view: RequestView, turn: Turn, activityId: string) {
  const { role, personId } = baseReader(view, turn);
  return {
    requestId: view.id,
    ...turn.chat,
    activityId,
    personId,
    role: personId === null ? 'shared' : cardRole(role),
    locale: turn.locale,
  };
}

/** So long a turn goes on trying to say something, in ms: Teams ends it after 15 s, and it may have read for 9. */
const SAYING_MS = 5000;

/**
 * Says something in the chat of the turn. Only what Teams has surely not taken (429, 412) is sent again, and
 * what we have held back ourselves because Teams has just stopped us there; where an answer got lost, a second
 * try could be a second message.
 */
export async function say(context: TurnContext, message: ChatMessage): Promise<string | null> {
  const end = performance.now() + SAYING_MS;
  for (;;) {
    try {
      return (await context.sendActivity(toActivity(message)))?.id ?? null;
    } catch (thrown) {
      const error = connectorError(thrown);
      const waitMs = error instanceof AppError ? Number(error.params.retryAfterMs) : Number.NaN;
      if (!(performance.now() + waitMs <= end)) throw error;
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
