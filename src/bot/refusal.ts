import { refusalCard } from '../cards/index.ts';
import { AppError } from '../errors.ts';
import type { Texts } from '../language/types.ts';
import type { ChatMessage } from '../requests/ports.ts';
import type { Problem } from '../requests/types.ts';
import type { BotDeps } from './deps.ts';

/** A named cause, whatever was thrown. What nobody expected gets a reference that the log has, too. */
export function toProblem(error: unknown, { log, requests }: BotDeps): Problem {
  if (error instanceof AppError) {
    log.info({ code: error.code, params: error.params, err: error.cause }, 'turn refused');
    return { code: error.code, params: error.params };
  }
  const reference = requests.random.text(8);
  log.error({ reference, err: error }, 'turn failed');
  return { code: 'unexpected', params: { reference } };
}

/** The cause and the next step, as one text: for a press, which shows a sentence only. */
export function refusalSentence({ code, params }: Problem, texts: Texts): string {
  return `${texts.t(`errors.${code}`, { ...params })} ${texts.t(`nextSteps.${code}`, { ...params })}`;
}

/** The same as a card: for a sentence in chat. */
export function refusalMessage(problems: readonly Problem[], texts: Texts): ChatMessage {
  const [first] = problems;
  return {
    card: refusalCard(problems, texts),
    ...(first ? { summary: texts.t(`errors.${first.code}`, { ...first.params }) } : {}),
  };
}
