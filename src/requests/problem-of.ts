import { AppError, isPassing } from '../errors.ts';
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
