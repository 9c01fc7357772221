import { ActivityTypes, type TurnContext } from 'botbuilder';
import { z } from 'zod';
import { claimNotice, forgetNotice } from '../db/notices.ts';
import { plainText } from '../language/incoming-text.ts';
import { press } from './actions/index.ts';
import { say, sayAnswer } from './answer.ts';
import { runCommand } from './commands/index.ts';
import type { Answer, OurTurn } from './deps.ts';
import { refusalMessage, toProblem } from './refusal.ts';
import { bringsFiles, readIncomingText } from './turn.ts';

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
  await sayOnce(context, our, answer);
  return outcome;
}

const ANSWERED = 'answered';

/**
 * Teams delivers an activity again when our answer came too late: it was answered then. What was asked for
 * is stored; where Teams does not take the answer, a request's card is shown later by a job, and anything
 * else is said when the activity comes again.
 */
async function sayOnce(context: TurnContext, our: OurTurn, answer: Answer): Promise<void> {
  const { deps, turn } = our;
  const { db, clock } = deps.requests;
  const subject = `${turn.chat.conversationId} ${turn.activityId}`;
  const notice = { subject, event: ANSWERED, activityId: null, at: clock.now() };
  if (turn.activityId !== null && !(await claimNotice(db, notice))) return;
  try {
    await sayAnswer(context, our, answer);
    if (bringsFiles(context.activity) && !isAboutFiles(context)) {
      await say(context, filesIgnored(our));
    }
  } catch (err) {
    deps.log.warn({ err, answer: answer.kind }, 'answer not taken by Teams');
    await forgetNotice(db, subject, ANSWERED);
  }
}

/** A message that has no words is answered for its files alone. */
function isAboutFiles({ activity }: TurnContext): boolean {
  return bringsFiles(activity) && plainText(readIncomingText(activity)).trim() === '';
}

function filesIgnored({ texts }: OurTurn) {
  return refusalMessage([{ code: 'sentence.fileIgnored', params: {} }], texts);
}

async function findAnswer(context: TurnContext, our: OurTurn): Promise<Answer> {
  const { activity } = context;
  const pressed = Fallback.safeParse(activity.value);
  if (!pressed.success && isAboutFiles(context)) {
    return { kind: 'refused', message: filesIgnored(our) };
  }
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
