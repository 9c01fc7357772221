import { type Refused, type Repair, refusalCard } from '../cards/index.ts';
import { type Trouble, troubleOf } from '../db/trouble.ts';
import { AppError } from '../errors.ts';
import { explain } from '../language/explain.ts';
import type { Texts } from '../language/types.ts';
import type { ChatMessage } from '../requests/ports.ts';
import type { Problem } from '../requests/types.ts';
import type { BotDeps } from './deps.ts';

/** What people are told of trouble with our own database. */
const TROUBLES: Readonly<Record<Trouble, string>> = {
  locked: 'database.locked',
  full: 'database.full',
  away: 'database.away',
};

/** A named cause, whatever was thrown. What nobody expected gets a reference that the log has, too. */
export function toProblem(error: unknown, { log, requests }: BotDeps): Problem {
  if (error instanceof AppError) {
    log.info({ code: error.code, err: error.cause }, 'turn refused');
    return { code: error.code, params: error.params };
  }
  const trouble = troubleOf(error);
  if (trouble) {
    log.warn({ trouble, err: error }, 'turn refused');
    return { code: TROUBLES[trouble], params: {} };
  }
  const reference = requests.random.text(8);
  log.error({ reference, err: error }, 'turn failed');
  return { code: 'unexpected', params: { reference } };
}

/** The cause and the next step, as one text: for a press, which shows a sentence only. */
export function refusalSentence(problem: Problem, texts: Texts): string {
  const { cause, nextStep } = explain(texts, problem);
  return `${cause} ${nextStep}`;
}

/** The same as a card: for a sentence in chat. */
export function refusalMessage(
  problems: readonly Problem[],
  texts: Texts,
  repairs: readonly Repair[] = [],
  refused: Refused = 'other',
): ChatMessage {
  const [first] = problems;
  return {
    card: refusalCard(problems, texts, repairs, refused),
    ...(first ? { summary: explain(texts, first).cause } : {}),
  };
}
