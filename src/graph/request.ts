import { randomUUID } from 'node:crypto';
import { AppError } from '../errors.ts';
import type { Pacer } from '../pace/pacer.ts';
import { LONGEST_CALL_MS } from '../pace/places.ts';
import type { LimitNews } from '../pace/state.ts';
import { pause, type Timer } from '../pace/timer.ts';
import { isAwaited, timeLeft } from '../waiting.ts';
import { type Answered, type GraphCall, isExpected, isRead } from './call.ts';
import { type CallSeen, seenOf } from './call-seen.ts';
import { readRetryAfter, toAppError } from './errors.ts';
import { failureOf } from './failure.ts';
import { inTime, LEAST_MS, tooLate } from './in-time.ts';
import type { Limit, LimitKind } from './limits.ts';
import { queryString } from './odata.ts';
import type { HttpAnswer, Transport } from './transport.ts';

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

/** How long one attempt of a read in a hurry may take; what a turn has left may be less. */
const URGENT_TIMEOUT_MS = 6000;
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
  const timeoutMs = call.urgent && isRead(call) ? URGENT_TIMEOUT_MS : LONGEST_CALL_MS;
  const seen = (answer: HttpAnswer | null) =>
    deps.observe?.({
      ...seenOf(call, answer),
      ms: Math.round(deps.timer.now() - started),
      clientRequestId,
    });
  try {
    const answer = await deps.transport({
      method: call.method ?? 'GET',
      changes: !isRead(call),
      version: call.version ?? 'v1.0',
      path: call.path + queryString(call.query),
      headers: {
        'client-request-id': clientRequestId,
        'x-ms-throttle-priority': call.urgent ? 'high' : 'low',
        ...call.headers,
      },
      body: call.body,
      ownToken: call.ownToken,
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
