import { type GraphCall, isExpected } from './call.ts';
import { readFailure } from './failure.ts';
import type { HttpAnswer } from './transport.ts';

/** One finished call, for logs and metrics: no address, no id, no query. */
export interface CallSeen {
  readonly method: string;
  /** `/groups/{id}/members`. */
  readonly path: string;
  /** `refused` where Graph's answer was not one that the call expects. */
  readonly outcome: 'ok' | 'refused' | 'noAnswer';
  /** 0: no answer came. */
  readonly status: number;
  readonly ms: number;
  readonly clientRequestId: string;
  /** Graph's own request id and code, where it refused. */
  readonly requestId: string | null;
  readonly graphCode: string | null;
  readonly message: string | null;
}

function outcomeOf(call: GraphCall, answer: HttpAnswer | null): CallSeen['outcome'] {
  if (!answer) return 'noAnswer';
  return isExpected(call, answer) ? 'ok' : 'refused';
}

/** What is told of a call that has ended; `answer` null: none came. */
export function seenOf(
  call: GraphCall,
  answer: HttpAnswer | null,
): Omit<CallSeen, 'ms' | 'clientRequestId'> {
  const outcome = outcomeOf(call, answer);
  const failure = answer && outcome === 'refused' ? readFailure(answer) : null;
  return {
    outcome,
    method: call.method ?? 'GET',
    path: withoutIds(call.path),
    status: answer?.status ?? 0,
    requestId: failure?.requestId ?? null,
    graphCode: failure?.graphCode ?? null,
    message: failure?.message ?? null,
  };
}

function withoutIds(path: string): string {
  return path
    .replace(/\?.*$/, '')
    .replace(/[^/]*(?:@|%40)[^/]*/gi, '{mailbox}')
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '{id}')
    .replace(/(?<=\/messages\/)[^/]+/, '{id}');
}
