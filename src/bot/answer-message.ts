import { ActivityTypes, type TurnContext } from 'botbuilder';
import { z } from 'zod';
import { troubleOf } from '../db/trouble.ts';
import { AppError } from '../errors.ts';
import { plainText } from '../language/incoming-text.ts';
import { hurryFirstCard } from '../requests/first-card-timer.ts';
import { press } from './actions/index.ts';
import { say, sayAnswer } from './answer.ts';
import { runCommand } from './commands/index.ts';
import { mayBeTakenLater } from './connector-error.ts';
import type { Answer, OurTurn } from './deps.ts';
import { forgetAnswered, noteAnswered, wasAnswered } from './once.ts';
import { notePresence } from './presence.ts';
import { refusalMessage, toProblem } from './refusal.ts';
import { bringsFiles, readIncomingText } from './turn.ts';

/** What clients without Universal Actions send for a button: the fallback of an Action.Execute. */
const Fallback = z.looseObject({ verb: z.string() });

/**
 * Answers a sentence, or a button pressed on a client that knows no Action.Execute.
 *
 * @throws AppError `unavailable` where the activity is to come again
 */
export async function answerMessage(
  context: TurnContext,
  our: OurTurn,
): Promise<'ok' | 'refused' | 'failed'> {
  const typing = startTyping(context);
  let answer: Answer | null;
  let outcome: 'ok' | 'refused' | 'failed';
  try {
    await notePresence(context.activity, our);
    answer = await findAnswer(context, our);
    outcome = answer?.kind === 'refused' ? 'refused' : 'ok';
  } catch (error) {
    const problem = toProblem(error, our.deps);
    answer = { kind: 'refused', message: refusalMessage([problem], our.texts) };
    outcome = problem.code === 'unexpected' ? 'failed' : 'refused';
  }
  await typing.stop();
  if (answer && !(await sayOnce(context, our, answer))) return 'failed';
  return outcome;
}

/** Whether the answer is said, now or before, or will be by a job. */
async function sayOnce(context: TurnContext, our: OurTurn, answer: Answer): Promise<boolean> {
  if (!(await mayAnswer(our, answer))) return true;
  try {
    await sayAnswer(context, our, answer);
  } catch (error) {
    return sayLater(our, answer, error);
  }
  if (bringsFiles(context.activity) && !isAboutFiles(context)) {
    await say(context, filesIgnored(our)).catch((err: unknown) =>
      our.deps.log.warn({ err }, 'word about files not taken by Teams'),
    );
  }
  return true;
}

/**
 * What was asked for is stored by now. Where Teams does not take the answer, a request's first card is shown
 * by a job at once; for anything else the activity has to come again, where Teams may take the answer then:
 * it changes nothing more. Who is not to be reached in this chat at all is told nothing.
 */
async function sayLater(our: OurTurn, answer: Answer, cause: unknown): Promise<boolean> {
  const { log, requests } = our.deps;
  log.warn({ err: cause, answer: answer.kind }, 'answer not taken by Teams');
  await forgetAnswered(our);
  if (answer.kind === 'request') {
    const { db, clock } = requests;
    if (await hurryFirstCard(db, clock, answer.view.id)) return true;
  }
  if (mayBeTakenLater(cause)) throw new AppError('unavailable', {}, { cause });
  return false;
}

/**
 * Whether it has not been answered before; for a request that was just made, its own row tells. Where our records do
 * not tell, a refusal is said: twice does no harm.
 */
async function mayAnswer(our: OurTurn, answer: Answer): Promise<boolean> {
  if (answer.kind === 'request' && answer.isNew) return true;
  try {
    return await noteAnswered(our);
  } catch (error) {
    if (answer.kind === 'refused' && troubleOf(error)) return true;
    throw error;
  }
}

/** A message that has no words is answered for its files alone. */
function isAboutFiles({ activity }: TurnContext): boolean {
  return bringsFiles(activity) && plainText(readIncomingText(activity)).trim() === '';
}

function filesIgnored({ texts }: OurTurn) {
  return refusalMessage([{ code: 'sentence.fileIgnored', params: {} }], texts);
}

/** null: what was asked for has been carried out and answered before. */
async function findAnswer(context: TurnContext, our: OurTurn): Promise<Answer | null> {
  const { activity } = context;
  const pressed = Fallback.safeParse(activity.value);
  if (!pressed.success && isAboutFiles(context)) {
    return { kind: 'refused', message: filesIgnored(our) };
  }
  if (!pressed.success) return runCommand(our, readIncomingText(activity));
  if (await wasAnswered(our)) return null;
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
