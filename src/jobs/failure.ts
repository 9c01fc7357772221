import { rootCause } from '../db/trouble.ts';
import { AppError } from '../errors.ts';
import type { Problem } from '../requests/types.ts';

/** What is kept of a job's failure. */
export interface Failure {
  readonly problem: Problem;
  /** For the log and for whoever operates the product. */
  readonly detail: string;
}

/** A cause longer than this helps nobody. */
const LONGEST_DETAIL = 500;

/** How long whoever throttled us wants to be left alone, in milliseconds; null when that is not what happened. */
export function throttledFor(error: unknown): number | null {
  if (!(error instanceof AppError) || error.code !== 'throttled') return null;
  const wait = Number(error.params.retryAfterMs);
  return wait > 0 ? wait : null;
}

/** What to keep of an error. One that we did not foresee is `unexpected`. */
export function describeFailure(error: unknown): Failure {
  const cause = rootCause(error);
  const told = error instanceof AppError ? error.cause : cause;
  const words = told instanceof Error ? `${told.name}: ${told.message}` : String(told ?? '');
  return {
    problem:
      error instanceof AppError
        ? { code: error.code, params: error.params }
        : { code: 'unexpected', params: {} },
    detail: words.slice(0, LONGEST_DETAIL),
  };
}

/** Reads back what `describeFailure` gave to the queue, or what the queue wrote itself (`job timed out` …). */
export function readFailure(output: unknown): Failure {
  if (isRecord(output) && isRecord(output.problem) && typeof output.problem.code === 'string') {
    const { problem, detail } = output;
    return {
      problem: { code: output.problem.code, params: readParams(problem.params) },
      detail: typeof detail === 'string' ? detail : '',
    };
  }
  const detail = JSON.stringify(output ?? '').slice(0, LONGEST_DETAIL);
  return { problem: { code: 'unexpected', params: {} }, detail };
}

/** The error again, for whoever has to say what became of the job. */
export function failureError({ problem, detail }: Failure): AppError {
  return new AppError(problem.code, { ...problem.params }, { cause: new Error(detail) });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function readParams(value: unknown): Problem['params'] {
  const entries = isRecord(value) ? Object.entries(value) : [];
  return Object.fromEntries(
    entries.filter(
      (entry): entry is [string, string | number] =>
        typeof entry[1] === 'string' || typeof entry[1] === 'number',
    ),
  );
}
