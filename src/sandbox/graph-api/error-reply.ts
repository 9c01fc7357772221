import type { Reply } from '../http.ts';
import type { GraphError } from './graph-error.ts';

/** The ids Graph puts into every answer. */
export interface RequestIds {
  readonly requestId: string;
  readonly clientRequestId: string;
}

/** Headers of every answer. */
export function idHeaders(ids: RequestIds): Record<string, string> {
  return { 'request-id': ids.requestId, 'client-request-id': ids.clientRequestId };
}

/** Graph's error body. */
export function errorBody(error: GraphError, ids: RequestIds, now: Date): object {
  return {
    error: {
      code: error.code,
      message: error.message,
      innerError: {
        date: now.toISOString().slice(0, 19),
        'request-id': ids.requestId,
        'client-request-id': ids.clientRequestId,
      },
    },
  };
}

/** An error as Graph answers it. */
export function errorReply(error: GraphError, ids: RequestIds, now: Date): Reply {
  return { status: error.status, headers: error.headers, body: errorBody(error, ids, now) };
}
