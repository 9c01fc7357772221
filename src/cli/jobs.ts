import { z } from 'zod';
import { AppError } from '../errors.ts';
import { explain } from '../language/explain.ts';
import { textsFor } from '../language/texts.ts';
import { askBot } from './ask-bot.ts';
import type { Outcome } from './commands.ts';

const Letters = z.array(
  z.object({
    id: z.string(),
    task: z.string(),
    data: z.unknown(),
    problem: z.object({
      code: z.string(),
      params: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
    detail: z.string(),
    at: z.string(),
  }),
);

/** Jobs that nobody will try again by themselves, newest first. */
export async function failedJobs(): Promise<Outcome> {
  const texts = textsFor('en');
  const letters = Letters.parse((await askBot('GET', '/dead-letters')).body);
  const lines = letters.map(
    ({ id, task, at, problem, detail }) =>
      `${id}  ${at}  ${task}  ${explain(texts, problem).cause} (${detail})`,
  );
  return {
    exit: letters.length === 0 ? 0 : 1,
    lines: lines.length === 0 ? [texts.t('cli.noFailedJobs')] : lines,
    data: letters,
  };
}

/** Queues one of them again. */
export async function runJobAgain([id]: readonly string[]): Promise<Outcome> {
  const { t } = textsFor('en');
  if (!id) throw new AppError('cli.jobMissing');
  const { status } = await askBot('POST', `/dead-letters/${encodeURIComponent(id)}/run`);
  const found = status === 200;
  return {
    exit: found ? 0 : 1,
    lines: [t(found ? 'cli.jobQueued' : 'cli.jobUnknown', { id })],
    data: { id, queued: found },
  };
}
