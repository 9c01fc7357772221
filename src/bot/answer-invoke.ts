import { ActivityTypes, type TurnContext } from 'botbuilder';
import { isNamedStop } from '../requests/problem-of.ts';
import type { Problem, RequestView } from '../requests/types.ts';
import { press } from './actions/index.ts';
import { refresh } from './actions/refresh.ts';
import { keepPressedCard, readerOf } from './answer.ts';
import type { OurTurn } from './deps.ts';
import type { CardInvoke } from './invoke.ts';
import { idsOf, noteAnswered, wasAnswered } from './once.ts';
import { notePresence } from './presence.ts';
import { refusalSentence, toProblem } from './refusal.ts';

type InvokeBody = { readonly type: string; readonly value: unknown };

/** Answers a press: with the card as it now stands for who pressed, or with a sentence that says why not. */
export async function answerInvoke(
  context: TurnContext,
  our: OurTurn,
  { action }: CardInvoke,
): Promise<'ok' | 'refused' | 'failed'> {
  const { verb, data } = action;
  try {
    await notePresence(context.activity, our);
    const outcome = await pressOnce(our, verb, data ?? {});
    if (outcome.kind === 'refused') {
      await respond(context, sentence(our, outcome.problems));
      return 'refused';
    }
    await keepPressedCard(our, outcome.view);
    await respond(context, cardBody(our, outcome.view));
    return 'ok';
  } catch (error) {
    const problem = toProblem(error, our.deps);
    await respond(context, sentence(our, [problem]));
    return problem.code === 'unexpected' ? 'failed' : 'refused';
  }
}

/** A press that was answered before shows how things stand now, and changes nothing. */
async function pressOnce(our: OurTurn, verb: string, data: Readonly<Record<string, unknown>>) {
  if (verb === refresh.verb || (await wasAnswered(our))) return press(our, refresh.verb, data);
  try {
    const outcome = await press(our, verb, data, idsOf(our));
    if (outcome.kind === 'refused' || !outcome.isNoted) await keepAnswered(our);
    return outcome;
  } catch (error) {
    if (isNamedStop(error)) await keepAnswered(our);
    throw error;
  }
}

/** Notes that the press was answered. What it came to is so by now, noted or not, and that is its answer. */
async function keepAnswered(our: OurTurn): Promise<void> {
  try {
    await noteAnswered(our);
  } catch (err) {
    our.deps.log.warn({ err }, 'answered press not noted');
  }
}

function cardBody({ deps, turn }: OurTurn, view: RequestView): InvokeBody {
  const { card } = deps.presenter.requestMessage(view, readerOf(view, turn), turn.locale);
  return { type: 'application/vnd.microsoft.card.adaptive', value: card };
}

/** A press that came to nothing is answered with words. */
export function sentence({ texts }: OurTurn, problems: readonly Problem[]): InvokeBody {
  return {
    type: 'application/vnd.microsoft.activity.message',
    value: problems.map((problem) => refusalSentence(problem, texts)).join('\n'),
  };
}

/** Answers an invoke. Teams reads the status twice: of the HTTP answer and in its body. */
export async function respond(context: TurnContext, body: InvokeBody): Promise<void> {
  await context.sendActivity({
    type: ActivityTypes.InvokeResponse,
    value: { status: 200, body: { statusCode: 200, ...body } },
  });
}
