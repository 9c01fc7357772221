import { ActivityTypes, type TurnContext } from 'botbuilder';
import { z } from 'zod';
import type { Problem, RequestView } from '../requests/types.ts';
import { press } from './actions/index.ts';
import { readerOf } from './answer.ts';
import type { OurTurn } from './deps.ts';
import { refusalSentence, toProblem } from './refusal.ts';

/** What Teams sends for an Action.Execute and for a card's refresh. */
const Invoke = z.object({
  action: z.object({
    verb: z.string(),
    data: z.looseObject({}).optional(),
  }),
});

type InvokeBody = { readonly type: string; readonly value: unknown };

/** Answers a press: with the card as it now stands for who pressed, or with a sentence that says why not. */
export async function answerInvoke(
  context: TurnContext,
  our: OurTurn,
): Promise<'ok' | 'refused' | 'failed'> {
  if (context.activity.name !== 'adaptiveCard/action') {
    await respond(context, 501);
    return 'refused';
  }
  const invoke = Invoke.safeParse(context.activity.value);
  if (!invoke.success) {
    await respond(context, 400);
    return 'refused';
  }
  const { verb, data } = invoke.data.action;
  try {
    const outcome = await press(our, verb, data ?? {});
    if (outcome.kind === 'refused') {
      await respond(context, 200, sentence(our, outcome.problems));
      return 'refused';
    }
    await respond(context, 200, cardBody(our, outcome.view));
    return 'ok';
  } catch (error) {
    const problem = toProblem(error, our.deps);
    await respond(context, 200, sentence(our, [problem]));
    return problem.code === 'unexpected' ? 'failed' : 'refused';
  }
}

function cardBody({ deps, turn }: OurTurn, view: RequestView): InvokeBody {
  const { card } = deps.presenter.requestMessage(view, readerOf(view, turn), turn.locale);
  return { type: 'application/vnd.microsoft.card.adaptive', value: card };
}

function sentence({ texts }: OurTurn, problems: readonly Problem[]): InvokeBody {
  return {
    type: 'application/vnd.microsoft.activity.message',
    value: problems.map((problem) => refusalSentence(problem, texts)).join('\n'),
  };
}

/** Teams reads the status twice: of the HTTP answer and in its body. */
async function respond(context: TurnContext, status: number, body?: InvokeBody): Promise<void> {
  await context.sendActivity({
    type: ActivityTypes.InvokeResponse,
    value: { status, ...(body ? { body: { statusCode: status, ...body } } : {}) },
  });
}
