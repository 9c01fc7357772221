import { randomUUID } from 'node:crypto';
import { AppError } from '../errors.ts';
import type { Pacer } from '../pace/pacer.ts';
import type { LimitNews } from '../pace/state.ts';
import { pause, type Timer } from '../pace/timer.ts';
import { isAwaited, timeLeft } from '../waiting.ts';
import { readRetryAfter, toAppError } from './errors.ts';
import { failureOf, readFailure } from './failure.ts';
import type { Limit, LimitKind } from './limits.ts';
import { type Query, queryString } from './odata.ts';
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
  /** What it counts against, the narrowest first; taken in this order. */
  readonly limits: readonly Limit[];
  /** Resource units of a read. Default 1. */
  readonly cost?: number;
  /** It goes before others, unless nobody waits for what it is part of (`waiting.ts`). */
  readonly urgent: boolean;
  /** The application permission it needs. */
  readonly permission: string;
  /** It touches a user who may have been created a moment ago. */
  readonly fresh?: boolean;
  /** The answers inside this one, each throttled on its own. */
  readonly parts?: (answer: HttpAnswer) => readonly Answered[];
  /** Refusals that are answers here: returned, not thrown. */
  readonly accepts?: readonly number[];
}

/** What an answer says of the limits. */
export type Answered = Pick<HttpAnswer, 'status' | 'headers'>;

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
  /** What a call needs before it can leave at once. */
  readonly prepare?: () => Promise<unknown>;
  readonly pacer: Pacer<LimitKind>;
  readonly timer: Timer;
  readonly observe?: (seen: CallSeen) => void;
}

/** How long one attempt may take; what a turn has left may be less. */
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
/** With less time left than this no call is begun. */
const LEAST_MS = 50;

/**
 * The one way to Graph: paced, timed out, repeated where that is safe, refusals turned into AppError.
 * Throws `throttled` (with `retryAfterMs`), `unavailable`, `notYetThere`, or a named stop. All reads of a
 * turn share its time, with everything they wait for: one that is not through by then is `unavailable`.
 */
export function createSend(deps: SendDeps): Send {
  return (given) => {
    const call = { ...given, urgent: given.urgent && isAwaited() };
    return isRead(call)
      ? inTime(deps.timer, () => sendTillDone(deps, call))
      : sendTillDone(deps, call);
  };
}

async function inTime<T>(timer: Timer, work: () => Promise<T>): Promise<T> {
  const leftMs = timeLeft(Number.POSITIVE_INFINITY, timer.now());
  if (leftMs === Number.POSITIVE_INFINITY) return work();
  if (leftMs < LEAST_MS) throw tooLate();
  let release = () => {};
  const over = new Promise<never>((_, reject) => {
    release = timer.after(leftMs, () => reject(tooLate()));
  });
  try {
    return await Promise.race([work(), over]);
  } finally {
    release();
  }
}

const tooLate = () => new AppError('unavailable', {}, { cause: new Error('the turn is over') });

async function sendTillDone(deps: SendDeps, call: GraphCall): Promise<HttpAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await sendOnce(deps, call);
    } catch (error) {
      if (!mayRepeat(error, call, attempt)) throw error;
      const waitMs = isThrottling(error) ? 0 : READ_AGAIN_MS * attempt;
      if (!hasTime(deps, call, waitMs + LEAST_MS)) throw error;
      if (waitMs > 0) await pause(deps.timer, waitMs);
    }
  }
}

/** What a call may take of `ms`. A write is never hurried: what became of it would not be known. */
const msFor = ({ timer }: SendDeps, call: GraphCall, ms: number) =>
  isRead(call) ? timeLeft(ms, timer.now()) : ms;

const hasTime = (deps: SendDeps, call: GraphCall, ms: number) => msFor(deps, call, ms) === ms;

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
  // Turns are for leaving at once: calls that wait together for a token would arrive together.
  await deps.prepare?.();
  try {
    const patienceMs = call.urgent && isRead(call) ? URGENT_READ_PATIENCE_MS : PATIENCE_MS;
    for (const limit of call.limits) {
      const turn = { urgent: call.urgent, cost: call.cost ?? 1 };
      const mayWait = { ...turn, patienceMs: msFor(deps, call, patienceMs) };
      releases.push(await deps.pacer.take(limit, mayWait));
    }
    if (!hasTime(deps, call, LEAST_MS)) throw tooLate();
    const answer = await exchange(deps, call);
    const news = newsOf([answer, ...(call.parts?.(answer) ?? [])]);
    const about = news.outcome === 'ok' ? call.limits : narrowest(call.limits);
    for (const [index, limit] of about.entries()) {
      // A call's limits begin with the narrowest: that is the one whose share is told.
      deps.pacer.report(limit, index === 0 ? news : { ...news, used: null });
    }
    if (isExpected(call, answer)) return answer;
    const untoldMs = Math.max(0, ...about.map((limit) => deps.pacer.stoppedFor(limit)));
    throw toAppError(answer, { ...call, untoldMs });
  } finally {
    for (const release of releases) release();
  }
}

/** A refusal does not say which limit it means. One team's or one mailbox's is reached long before the tenant's. */
function narrowest(limits: readonly Limit[]): readonly Limit[] {
  const own = limits.filter(({ of }) => of !== undefined);
  return own.length > 0 ? own : limits;
}

/** The worst of what the answers say. */
function newsOf(answers: readonly Answered[]): LimitNews {
  const told = answers.map(({ status, headers }) => ({
    outcome: outcomeAt(status),
    retryAfterMs: status >= 400 ? readRetryAfter(headers) : null,
    used: Number(headers.get('x-ms-throttle-limit-percentage') ?? 0),
  }));
  const is = (which: LimitNews['outcome']) => told.some(({ outcome }) => outcome === which);
  return {
    outcome: is('refused') ? 'refused' : is('failed') ? 'failed' : 'ok',
    retryAfterMs: Math.max(0, ...told.map(({ retryAfterMs }) => retryAfterMs ?? 0)) || null,
    used: Math.max(...told.map(({ used }) => used || 0)) || null,
  };
}

function outcomeAt(status: number): LimitNews['outcome'] {
  if (status === 429) return 'refused';
  return status >= 500 || status === 408 ? 'failed' : 'ok';
}

/** One HTTP exchange, told to the observer; no answer becomes `unavailable`. */
async function exchange(deps: SendDeps, call: GraphCall): Promise<HttpAnswer> {
  const clientRequestId = randomUUID();
  const started = deps.timer.now();
  const timeoutMs = call.urgent && isRead(call) ? URGENT_TIMEOUT_MS : BULK_TIMEOUT_MS;
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
      timeoutMs: Math.ceil(msFor(deps, call, timeoutMs)),
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
