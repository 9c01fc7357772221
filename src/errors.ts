/**
 * The one error of the product. `code` finds the sentence in `language/`
 * (`errors.<code>` with a cause, `nextSteps.<code>` with what to do), `params`
 * fills it, `cause` goes to the log and to nobody else.
 */
export class AppError extends Error {
  readonly code: string;
  readonly params: Record<string, string | number>;

  constructor(
    code: string,
    params: Record<string, string | number> = {},
    options: { cause?: unknown } = {},
  ) {
    super(code, options);
    this.name = 'AppError';
    this.code = code;
    this.params = params;
  }
}

/** What may be tried again later, unchanged. Everything else needs a person. */
const PASSING = new Set(['unavailable', 'throttled', 'notYetThere']);

/** Whether trying the same again may help: only for unavailable, throttled and replication delays. */
export function isPassing(error: unknown): error is AppError {
  return error instanceof AppError && PASSING.has(error.code);
}
