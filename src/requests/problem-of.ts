import { troubleOf } from '../db/trouble.ts';
import { AppError, isPassing } from '../errors.ts';
import { LeaseLost } from '../lease.ts';
import type { Problem } from './types.ts';

/** The named cause of an error, with what is known besides; what nobody foresaw is `unexpected`. */
export function problemOf(error: unknown, known: Problem['params'] = {}): Problem {
  return error instanceof AppError
    ? { code: error.code, params: { ...known, ...error.params } }
    : { code: 'unexpected', params: known };
}

/** Whether an error is one that waiting does not mend, with a name: it is written down, not thrown on. */
export function isNamedStop(error: unknown): error is AppError {
  return error instanceof AppError && !isPassing(error);
}

/** Whether the same may succeed later, unchanged: a passing AppError, or a database that was away. */
export function mayPass(error: unknown): boolean {
  return isPassing(error) || troubleOf(error) !== null;
}

/**
 * The error to throw for work that failed in several places: the job is tried again for what may pass, and
 * for the rest with it; where somebody else has the job, that says it all. undefined: nothing failed.
 */
export function worstOf(errors: readonly unknown[]): unknown {
  const lost = errors.find((error) => error instanceof LeaseLost);
  return lost ?? errors.find(mayPass) ?? errors[0];
}
