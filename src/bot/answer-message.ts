import { ActivityTypes, type TurnContext } from 'botbuilder';
import { z } from 'zod';
import { press } from './actions/index.ts';
import { sayAnswer } from './answer.ts';
import { runCommand } from './commands/index.ts';
import { connectorError } from './connector-error.ts';
import type { Answer, OurTurn } from './deps.ts';
import { refusalMessage, toProblem } from './refusal.ts';
import { readIncomingText } from './turn.ts';

/** What clients without Universal Actions send for a button: the fallback of an Action.Execute. */
const Fallback = z.looseObject({ verb: z.string() });

/** Answers a sentence, or a button pressed on a client that knows no Action.Execute. */
export async function answerMessage(
  context: TurnContext,
  our: OurTurn,
): Promise<'ok' | 'refused' | 'failed'> {
  const typing = startTyping(context);
  let answer: Answer;
  let outcome: 'ok' | 'refused' | 'failed';
  try {
    answer = await findAnswer(context, our);
    outcome = answer.kind === 'refused' ? 'refused' : 'ok';
  } catch (error) {
    const problem = toProblem(error, our.deps);
    answer = { kind: 'refused', message: refusalMessage([problem], our.texts) };
    outcome = problem.code === 'unexpected' ? 'failed' : 'refused';
  }
  await typing.stop();
  await sayAnswer(context, our, answer).catch((error: unknown) => notSaid(our, answer, error));
  return outcome;
}

/** What was asked for is stored. A request's card is shown later by a job; anything else is not worth a second try. */
function notSaid({ deps }: OurTurn, answer: Answer, error: unknown): void {
  deps.log.warn({ err: connectorError(error), answer: answer.kind }, 'answer not taken by Teams');
}

async function findAnswer({ activity }: TurnContext, our: OurTurn): Promise<Answer> {
  const pressed = Fallback.safeParse(activity.value);
  if (!pressed.success) return runCommand(our, readIncomingText(activity));
  const { verb, ...data } = pressed.data;
  const outcome = await press(our, verb, data);
  return outcome.kind === 'request'
    ? outcome
    : { kind: 'refused', message: refusalMessage(outcome.problems, our.texts) };
}

/** An answer within this needs no sign of life; and each sign counts against the chat's limit. */
const TYPING_AFTER_MS = 150;

/** Shows that the bot is at work, where the answer takes long enough to be wondered about. */
function startTyping(context: TurnContext): { stop(): Promise<void> } {
  let sending: Promise<unknown> = Promise.resolve();
  const timer = setTimeout(() => {
    sending = context.sendActivity({ type: ActivityTypes.Typing }).catch(() => undefined);
  }, TYPING_AFTER_MS);
  return {
    async stop() {
      clearTimeout(timer);
      await sending;
    },
  };
}
