import { press as runVerb } from '../../src/bot/actions/index.ts';
import { runCommand } from '../../src/bot/commands/index.ts';
import type { OurTurn } from '../../src/bot/deps.ts';
import { refusalSentence, toProblem } from '../../src/bot/refusal.ts';
import { AppError } from '../../src/errors.ts';
import type { RequestView } from '../../src/requests/types.ts';
import { givenBot, givenTurn } from '../support/given-turn.ts';
import { CARD } from './model.ts';
import type { Answer } from './who-decides.ts';
import type { World } from './world.ts';

export function runPress(
  { broken }: World,
  our: OurTurn,
  verb: string,
  data: Readonly<Record<string, unknown>>,
): ReturnType<typeof runVerb> {
  const stand = Object.hasOwn(broken.verbs ?? {}, verb) ? broken.verbs?.[verb] : undefined;
  const { requestId, ...inputs } = data;
  return stand && typeof requestId === 'string'
    ? stand(our, requestId, inputs, null)
    : runVerb(our, verb, data);
}

type Outcome =
  | { readonly kind: 'request'; readonly view: RequestView }
  | { readonly kind: 'message'; readonly words: string };

export async function saying(our: OurTurn, text: string): Promise<Outcome> {
  const answer = await runCommand(our, { text, html: null, botMentions: [] });
  if (!answer) throw new Error(`nothing was answered to: ${text}`);
  return answer.kind === 'request'
    ? answer
    : { kind: 'message', words: JSON.stringify(answer.message) };
}

/** Runs a turn of this person: what he is shown, or by what name he is refused. */
export async function answerTo(
  { given, answers }: World,
  who: string,
  run: (our: OurTurn) => Promise<Outcome | Awaited<ReturnType<typeof runVerb>>>,
): Promise<{ answer: Answer; view: RequestView | null; words: string }> {
  const given_ = await answerIn(
    givenTurn({ ...givenBot(given.deps), presenter: given.deps.presenter }, who),
    run,
  );
  answers.push(given_.answer);
  return given_;
}

async function answerIn(
  our: OurTurn,
  run: (our: OurTurn) => Promise<Outcome | Awaited<ReturnType<typeof runVerb>>>,
): Promise<{ answer: Answer; view: RequestView | null; words: string }> {
  try {
    const outcome = await run(our);
    if (outcome.kind === 'request') return { answer: CARD, view: outcome.view, words: '' };
    if (outcome.kind === 'message') return { answer: 'message', view: null, words: outcome.words };
    return { answer: outcome.problems[0]?.code ?? '', view: null, words: '' };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const problem = toProblem(error, our.deps);
    const words = refusalSentence(problem, our.texts);
    if (words.includes(our.texts.t('errors.unexpected'))) {
      throw new Error(`there are no words for ${problem.code}`);
    }
    const { status } = problem.params;
    return { answer: [problem.code, status].filter(Boolean).join(' '), view: null, words };
  }
}
