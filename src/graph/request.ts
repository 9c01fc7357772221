import { randomUUID } from 'node:crypto';
import { AppError } from '../errors.ts';
import { readRetryAfter, toAppError, UNTOLD_WAIT_MS } from './errors.ts';
import { failureOf, readFailure } from './failure.ts';
import type { Limit } from './limits.ts';
import { type Query, queryString } from './odata.ts';
import type { Pacer } from './pacer.ts';
import { pause, type Timer } from './timer.ts';
import type { HttpAnswer, HttpCall, Transport } from './transport.ts';

/** A call to Graph, complete with what is needed to pace it and to name its refusal. */
export interface GraphCall {
  readonly method?: HttpCall['method'];
  readonly version?: HttpCall['version'];
  /** From the version on, encoded (`pathOf`), without the query. */
  readonly path: string;
  readonly query?: Query;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** What it counts against; taken in this order. */
  readonly limits: readonly Limit[];
  /** Resource units of a read. Default 1. */
  readonly cost?: number;
  /** Somebody waits for it. */
  readonly urgent: boolean;
  /** The application permission it needs. */
  readonly permission: string;
  /** It touches a user who may have been created a moment ago. */
  readonly fresh?: boolean;
  /** Refusals that are answers here: returned, not thrown. */
  readonly accepts?: readonly number[];
}

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

export type Send = (call: GraphCall) => Promise<HttpAnswer>;

/** What `createSend` is made of. */
export interface SendDeps {
  readonly transport: Transport;
  readonly pacer: Pacer;
  readonly timer: Timer;
  readonly observe?: (seen: CallSeen) => void;
}

/** How long one attempt may take: a person's read must fit into a turn, which Teams ends after 10 to 15 s. */
const URGENT_TIMEOUT_MS = 6000;
const BULK_TIMEOUT_MS = 30_000;
/** How long a call waits for its turn before it is put off. A minute holds a whole bucket of the slowest limit. */
const URGENT_READ_PATIENCE_MS = 6000;
const PATIENCE_MS = 60_000;
/** Attempts in all when Graph throttles: nothing was done then, so any call may be repeated. */
const THROTTLED_ATTEMPTS = 3;
/** Attempts in all when a read fails or finds no answer. A write that got no answer may have been done. */
const READ_ATTEMPTS = 3;
const READ_AGAIN_MS = 300;

/**
 * The one way to Graph: paced, timed out, repeated where that is safe, refusals turned into AppError.
 * Throws `throttled` (with `retryAfterMs`), `unavailable`, `notYetThere`, or a named stop.
 */
export function createSend(deps: SendDeps): Send {
  return async (call) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await sendOnce(deps, call);
      } catch (error) {
        if (!mayRepeat(error, call, attempt)) throw error;
        if (!isThrottling(error)) await pause(deps.timer, READ_AGAIN_MS * attempt);
      }
    }
  };
}

const isThrottling = (error: unknown) =>
  error instanceof AppError && error.code === 'throttled' && failureOf(error)?.status === 429;

function mayRepeat(error: unknown, call: GraphCall, attempt: number): boolean {
  // The pacer holds the next attempt back for as long as Graph asked, or refuses what would wait too long.
  if (isThrottling(error)) return attempt < THROTTLED_ATTEMPTS;
  const failed = error instanceof AppError && error.code === 'unavailable';
  return failed && isRead(call) && attempt < READ_ATTEMPTS;
}

const isRead = (call: GraphCall) => (call.method ?? 'GET') === 'GET' || call.path === '/$batch';

async function sendOnce(deps: SendDeps, call: GraphCall): Promise<HttpAnswer> {
  const releases: (() => void)[] = [];
  try {
    const patienceMs = call.urgent && isRead(call) ? URGENT_READ_PATIENCE_MS : PATIENCE_MS;
    for (const limit of call.limits) {
      const turn = { urgent: call.urgent, cost: call.cost ?? 1, patienceMs };
      releases.push(await deps.pacer.take(limit, turn));
    }
    const answer = await exchange(deps, call);
    for (const limit of call.limits) deps.pacer.report(limit, newsOf(answer));
    if (isExpected(call, answer)) return answer;
    throw toAppError(answer, call);
  } finally {
    for (const release of releases) release();
  }
}

function newsOf(answer: HttpAnswer) {
  const told = readRetryAfter(answer.headers);
  const used = Number(answer.headers.get('x-ms-throttle-limit-percentage') ?? Number.NaN);
  return {
    stopMs: answer.status === 429 ? (told ?? UNTOLD_WAIT_MS) : 0,
    used: Number.isFinite(used) ? used : null,
  };
}

/** One HTTP exchange, told to the observer; no answer becomes `unavailable`. */
async function exchange(deps: SendDeps, call: GraphCall): Promise<HttpAnswer> {
  const clientRequestId = randomUUID();
  const started = deps.timer.now();
  const seen = (answer: HttpAnswer | null) =>
    deps.observe?.({
      ...seenOf(call, answer),
      ms: Math.round(deps.timer.now() - started),
      clientRequestId,
    });
  try {
    const answer = await deps.transport({
      method: call.method ?? 'GET',
      version: call.version ?? 'v1.0',
      path: call.path + queryString(call.query),
      headers: {
        'client-request-id': clientRequestId,
        'x-ms-throttle-priority': call.urgent ? 'high' : 'low',
        ...call.headers,
      },
      body: call.body,
      timeoutMs: call.urgent && isRead(call) ? URGENT_TIMEOUT_MS : BULK_TIMEOUT_MS,
    });
    seen(answer);
    return answer;
  } catch (error) {
    if (error instanceof AppError) throw error;
    seen(null);
    throw new AppError('unavailable', {}, { cause: error });
  }
}

const isExpected = (call: GraphCall, { status }: HttpAnswer) =>
  status < 400 || call.accepts?.includes(status) === true;

function outcomeOf(call: GraphCall, answer: HttpAnswer | null): CallSeen['outcome'] {
  if (!answer) return 'noAnswer';
  return isExpected(call, answer) ? 'ok' : 'refused';
}

function seenOf(
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
