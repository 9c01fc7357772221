import { ActivityTypes, type TurnContext } from 'botbuilder';
import { AppError } from '../errors.ts';
import { textsFor } from '../language/texts.ts';
import { answerInvoke } from './answer-invoke.ts';
import { answerMessage } from './answer-message.ts';
import type { BotDeps, OurPlace, OurTurn } from './deps.ts';
import { greet, notePresence } from './presence.ts';
import { isTurn, readPlace } from './turn.ts';

type Outcome = 'ok' | 'refused' | 'failed';

/** Kinds of activity that somebody is answered for. */
const turns: ReadonlyMap<string, (context: TurnContext, our: OurTurn) => Promise<Outcome>> =
  new Map([
    [ActivityTypes.Message, answerMessage],
    [ActivityTypes.Invoke, answerInvoke],
  ]);

/** Kinds that tell where the bot is. Every other one is taken note of and nothing else. */
const arrivals: ReadonlyMap<string, (context: TurnContext, our: OurPlace) => Promise<Outcome>> =
  new Map([
    [ActivityTypes.InstallationUpdate, greet],
    [ActivityTypes.ConversationUpdate, greet],
  ]);

/**
 * One activity, from the adapter: read, kept where it came from, handed to the handler of its kind.
 * What it returns throws AppError `turn.unreadable` and `turn.otherTenant` for what is not for us.
 */
export function createActivityHandler(deps: BotDeps): (context: TurnContext) => Promise<void> {
  return async (context) => {
    const { activity } = context;
    const began = performance.now();
    const place = readPlace(activity, deps.tenantId, deps.requests.clock);
    const our: OurPlace = { deps, turn: place, texts: textsFor(place.locale), said: '' };
    const outcome = await answer(context, our);
    const seconds = (performance.now() - began) / 1000;
    const isKnown = turns.has(activity.type) || arrivals.has(activity.type);
    const kind = isKnown ? activity.type : 'other';
    deps.turnEnded(kind, outcome, seconds);
    deps.log.info({ kind, name: activity.name, actor: place.actorId, outcome, seconds }, 'turn');
  };
}

async function answer(context: TurnContext, our: OurPlace): Promise<Outcome> {
  const { type } = context.activity;
  const answerTurn = turns.get(type);
  if (!answerTurn) {
    await notePresence(context.activity, our);
    return (await arrivals.get(type)?.(context, our)) ?? 'ok';
  }
  const { turn } = our;
  if (!isTurn(turn)) throw new AppError('turn.unreadable');
  await notePresence(context.activity, our);
  return answerTurn(context, { ...our, turn });
}
