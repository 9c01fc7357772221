import { ActivityTypes, type TurnContext } from 'botbuilder';
import { AppError } from '../errors.ts';
import { textsFor } from '../language/texts.ts';
import { isNamedStop } from '../requests/problem-of.ts';
import { whileWaiting } from '../waiting.ts';
import type { ActivityShape } from './activity-shape.ts';
import { say } from './answer.ts';
import { answerInvoke, respond, sentence } from './answer-invoke.ts';
import { answerMessage } from './answer-message.ts';
import { paceTurn } from './chat-pace.ts';
import type { BotDeps, OurPlace, OurTurn } from './deps.ts';
import { isLook, readInvoke } from './invoke.ts';
import { type NotNow, refuseTurn } from './may-turn.ts';
import { noteAnswered, wasAnswered } from './once.ts';
import { greet, notePresence } from './presence.ts';
import { refusalMessage } from './refusal.ts';
import { answerSignIn, refuseSignIn } from './sign-in/answer-sign-in.ts';
import { readSignIn } from './sign-in/read-sign-in.ts';
import { isTurn, readPlace } from './turn.ts';

type Outcome = 'ok' | 'refused' | 'failed';

/** Kinds of activity that somebody is answered for. */
const turns: ReadonlySet<string> = new Set([ActivityTypes.Message, ActivityTypes.Invoke]);

/** Kinds that tell where the bot is. Every other one is taken note of and nothing else. */
const arrivals: ReadonlyMap<string, (context: TurnContext, our: OurPlace) => Promise<Outcome>> =
  new Map([
    [ActivityTypes.InstallationUpdate, greet],
    [ActivityTypes.ConversationUpdate, greet],
  ]);

/** Answers an activity that the adapter has made a context for; `read`: what the door has read of it. */
export type ActivityHandler = (context: TurnContext, read: ActivityShape) => Promise<void>;

/** How long a turn may read of the tenant in all, in ms: Teams ends it after 15 s, and what it says needs 4. */
const READING_MS = 9000;

/**
 * One activity, from the adapter: kept where it came from, handed to the handler of its kind.
 * What it returns throws AppError `turn.unreadable` and `turn.otherTenant` for what is not for us.
 */
export function createActivityHandler(deps: BotDeps): ActivityHandler {
  return async (context, read) => {
    const { activity } = context;
    const began = performance.now();
    const place = readPlace(read, deps.tenantId, deps.requests.clock);
    const our: OurPlace = { deps, turn: place, texts: textsFor(place.locale), said: '' };
    paceTurn(context, deps.pacer);
    const waiting = { isAwaited: true, until: began + READING_MS };
    const ended = (outcome: Outcome) => {
      const seconds = (performance.now() - began) / 1000;
      const isKnown = turns.has(activity.type) || arrivals.has(activity.type);
      const kind = isKnown ? activity.type : 'other';
      deps.turnEnded(kind, outcome, seconds);
      deps.log.info({ kind, name: activity.name, actor: place.actorId, outcome, seconds }, 'turn');
    };
    try {
      ended(await whileWaiting(waiting, () => answer(context, our)));
    } catch (error) {
      ended(isNamedStop(error) ? 'refused' : 'failed');
      throw error;
    }
  };
}

async function answer(context: TurnContext, our: OurPlace): Promise<Outcome> {
  const { activity } = context;
  if (!turns.has(activity.type)) return arrive(context, our);
  const { turn } = our;
  if (!isTurn(turn)) throw new AppError('turn.unreadable');
  const ours: OurTurn = { ...our, turn };
  const isInvoke = activity.type === ActivityTypes.Invoke;
  const signIn = isInvoke && our.deps.peopleTokens ? readSignIn(activity) : null;
  const invoke = isInvoke && !signIn ? readInvoke(activity) : null;
  const notNow = refuseTurn(ours, invoke !== null && isLook(invoke));
  if (signIn) return notNow ? refuseSignIn(context) : answerSignIn(context, ours, signIn);
  if (notNow) return refuse(context, ours, notNow);
  return invoke ? answerInvoke(context, ours, invoke) : answerMessage(context, ours);
}

/** News about a place; the same again, perhaps overtaken by other news meanwhile, is none. */
async function arrive(context: TurnContext, our: OurPlace): Promise<Outcome> {
  const { activity } = context;
  const arrival = arrivals.get(activity.type);
  if (!arrival) {
    await notePresence(activity, our);
    return 'ok';
  }
  if (await wasAnswered(our)) return 'ok';
  await notePresence(activity, our);
  const outcome = await arrival(context, our);
  await noteAnswered(our);
  return outcome;
}

/** A press is always answered; a sentence only where there is something to say. */
async function refuse(
  context: TurnContext,
  our: OurTurn,
  { problem, silent }: NotNow,
): Promise<Outcome> {
  const { deps, turn, texts } = our;
  deps.log.info({ code: problem.code, actor: turn.actorId }, 'turn not taken');
  if (context.activity.type === ActivityTypes.Invoke) {
    await respond(context, sentence(our, [problem]));
  } else if (!silent) {
    await say(context, refusalMessage([problem], texts)).catch((err: unknown) =>
      deps.log.warn({ err }, 'answer not taken by Teams'),
    );
  }
  return 'refused';
}
