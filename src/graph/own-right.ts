import { AppError } from '../errors.ts';

const CODES: ReadonlySet<string> = new Set(['graph.forbidden', 'graph.unauthorized']);

/** Whether Graph has said that a person may not do this himself, or that his token is good no more. */
export function isOwnRightRefused(error: unknown): error is AppError {
  return error instanceof AppError && CODES.has(error.code);
}
