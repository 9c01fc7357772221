import { ActivityTypes, type TurnContext } from 'botbuilder';
import { AuthenticationError } from 'botframework-connector';
import { AppError } from '../errors.ts';
import { textsFor } from '../language/texts.ts';
import { answerInvoke } from './answer-invoke.ts';
import { answerMessage } from './answer-message.ts';
import type { BotDeps, OurTurn } from './deps.ts';
import { greet, notePresence } from './presence.ts';
import { readTurn, type Turn } from './turn.ts';

type Handler = (context: TurnContext, our: OurTurn) => Promise<'ok' | 'refused' | 'failed'>;

/** Kinds of activity that concern us; every other one is taken note of and nothing else. */
const handlers: Readonly<Record<string, Handler>> = {
  [ActivityTypes.Message]: answerMessage,
  [ActivityTypes.Invoke]: answerInvoke,
  [ActivityTypes.InstallationUpdate]: greet,
  [ActivityTypes.ConversationUpdate]: greet,
};

/** One activity, from the adapter: read, kept where it came from, handed to the handler of its kind. */
export function createActivityHandler(deps: BotDeps): (context: TurnContext) => Promise<void> {
  return async (context) => {
    const { activity } = context;
    const began = performance.now();
    const turn = openTurn(context, deps);
    const our: OurTurn = { deps, turn, texts: textsFor(turn.locale), said: '' };
    await notePresence(activity, our);
    const outcome = (await handlers[activity.type]?.(context, our)) ?? 'ok';
    const seconds = (performance.now() - began) / 1000;
    deps.turnEnded(activity.type, outcome, seconds);
    deps.log.info(
      { kind: activity.type, name: activity.name, actor: turn.actorId, outcome, seconds },
      'turn',
    );
  };
}

/** What cannot be read, and who is not of our tenant, is unauthorised: the adapter answers 401. */
function openTurn({ activity }: TurnContext, deps: BotDeps): Turn {
  try {
    return readTurn(activity, deps.tenantId, deps.requests.clock);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    deps.log.warn({ code: error.code, kind: activity.type, err: error.cause }, 'turn not ours');
    throw new AuthenticationError(error.code, 401);
  }
}
