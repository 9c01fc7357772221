import { AppError } from '../errors.ts';
import type { LimitNews } from '../pace/state.ts';
import { signInRefusal } from '../sign-in/refusal.ts';

interface ConnectorAnswer {
  readonly status: number | null;
  readonly code: string | null;
  readonly retryAfterSeconds: number | null;
}

/** Reads what the connector's client threw; it is a RestError for answers and something else for a broken line. */
function readAnswer(thrown: unknown): ConnectorAnswer {
  const error = Object(thrown) as Record<string, unknown>;
  const response = Object(error.response) as { headers?: { get?: (name: string) => unknown } };
  const body = Object(Object(error.body ?? error.details).error) as Record<string, unknown>;
  const retryAfter = Number(response.headers?.get?.('retry-after'));
  return {
    status: typeof error.statusCode === 'number' ? error.statusCode : null,
    code:
      typeof body.code === 'string'
        ? body.code
        : typeof error.code === 'string'
          ? error.code
          : null,
    retryAfterSeconds: Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null,
  };
}

/** What a failed call says of the conversation's limit: 429, and whatever else names a time to come back. */
export function connectorNews(thrown: unknown): LimitNews {
  const { status, retryAfterSeconds } = readAnswer(thrown);
  const served = status !== null && status < 500 && status !== 412;
  return {
    outcome: status === 429 ? 'refused' : served ? 'ok' : 'failed',
    retryAfterMs: retryAfterSeconds === null ? null : retryAfterSeconds * 1000,
    used: null,
  };
}

/** A mistake of ours. `fetch` throws the same kind for a broken line, but always with its cause. */
function isOwnMistake(thrown: unknown): thrown is Error {
  return (
    (thrown instanceof TypeError && thrown.cause === undefined) ||
    thrown instanceof ReferenceError ||
    thrown instanceof RangeError
  );
}

/**
 * The named cause of a failed call to the Bot Connector (statuses: facts of Teams' rate-limit and proactive
 * pages). A mistake of our own stays what it is.
 */
export function connectorError(thrown: unknown): Error {
  if (thrown instanceof AppError || isOwnMistake(thrown)) return thrown;
  const { status, code, retryAfterSeconds } = readAnswer(thrown);
  const options = { cause: thrown };
  if (status === 429) {
    return new AppError('throttled', { retryAfterMs: (retryAfterSeconds ?? 2) * 1000 }, options);
  }
  // Somebody else wrote there at the same moment: the same may be sent again.
  if (status === 412) return new AppError('throttled', { retryAfterMs: 1000 }, options);
  const refused = status === null ? signInRefusal(thrown) : null;
  if (refused) return refused;
  if (status === 401) return new AppError('chat.signInRefused', {}, options);
  if (status === 404) return new AppError('chat.gone', {}, options);
  if (status === 403 || code === 'BotNotInConversationRoster') {
    return new AppError('chat.notReachable', {}, options);
  }
  if (status === 400 || status === 413) return new AppError('chat.refused', {}, options);
  return new AppError('unavailable', {}, options);
}

/**
 * Whether Teams has said no to a message that it may take later (429, 412, 5xx), by what `connectorError` gave.
 * Where the line broke Teams may have taken it; every other no is for good.
 */
export function mayBeTakenLater(error: unknown): boolean {
  if (!(error instanceof AppError)) return false;
  if (error.code === 'throttled') return true;
  return error.code === 'unavailable' && (readAnswer(error.cause).status ?? 0) >= 500;
}
