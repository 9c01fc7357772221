import type { LimitRule } from './limit.ts';

/** An instance that has somebody waiting. */
export interface Waiting {
  readonly by: string;
  readonly urgent: boolean;
  /** Until when this counts; renewed for as long as it is true. */
  readonly until: number;
}

/** A call under way, where only so many may be. */
export interface Place {
  readonly id: string;
  readonly by: string;
  /** Free again at the latest then: whoever took it may be gone. */
  readonly until: number;
}

/** What is known of one limit, by all who count against it. Moments are milliseconds of the ledger's clock. */
export interface LimitState {
  /** When each bucket of the rule is full again. Missing ones are full. */
  readonly fullAt: readonly number[];
  readonly stoppedUntil: number;
  /** Refusals in a row that did not say how long to wait. */
  readonly refusals: number;
  /** Below 1 while the service has warned us. */
  readonly pace: number;
  readonly pacedUntil: number;
  readonly waiting: readonly Waiting[];
  readonly places: readonly Place[];
}

/** A limit that nobody has counted against. */
export const untouched: LimitState = {
  fullAt: [],
  stoppedUntil: 0,
  refusals: 0,
  pace: 1,
  pacedUntil: 0,
  waiting: [],
  places: [],
};

/** From when on the state says no more than `untouched` does. */
export function idleAt({ fullAt, stoppedUntil, pacedUntil, waiting, places }: LimitState): number {
  const leases = [...waiting, ...places].map(({ until }) => until);
  return Math.max(stoppedUntil, pacedUntil, ...fullAt, ...leases);
}

/** What an answer told about the limit. */
export interface LimitNews {
  /** `ok`: it was served. `refused`: 429. `failed`: anything else that says nothing about the limit by itself. */
  readonly outcome: 'ok' | 'refused' | 'failed';
  /** `Retry-After` in milliseconds; null: not told. */
  readonly retryAfterMs: number | null;
  /** `x-ms-throttle-limit-percentage`: share of the limit that is used up, from 0.8; null: not told. */
  readonly used: number | null;
}

/** How long to wait after a refusal that does not say; doubled with each one that follows. */
export const FIRST_STOP_MS = 1000;
const LONGEST_STOP_MS = 30_000;
/** How long a warning (`used`) slows us down: the window of most limits. */
const SLOW_MS = 10_000;

/** A share this much above what we count ourselves is others' doing: our own may be counted a moment later. */
const OTHERS = 0.25;

/** The state after an answer; the same object where it told nothing new. */
export function withNews(
  state: LimitState,
  rule: LimitRule,
  news: LimitNews,
  now: number,
): LimitState {
  return warned(stopped(state, news, now), rule, news, now);
}

function stopped(state: LimitState, { outcome, retryAfterMs }: LimitNews, now: number): LimitState {
  if (outcome !== 'ok' && retryAfterMs) {
    return { ...state, stoppedUntil: Math.max(state.stoppedUntil, now + retryAfterMs) };
  }
  // What was on its way when the limit was reached says nothing new.
  if (now < state.stoppedUntil) return state;
  if (outcome === 'refused') {
    const stopMs = Math.min(LONGEST_STOP_MS, FIRST_STOP_MS * 2 ** state.refusals);
    return { ...state, stoppedUntil: now + stopMs, refusals: state.refusals + 1 };
  }
  return outcome === 'ok' && state.refusals > 0 ? { ...state, refusals: 0 } : state;
}

/** What we use up ourselves is held by the buckets. A warning is worth something where others use the limit, too. */
function warned(
  state: LimitState,
  { buckets }: LimitRule,
  { used }: LimitNews,
  now: number,
): LimitState {
  if (used === null || used < 0.8 || buckets.length === 0) return state;
  const ours = buckets.map(({ everyMs }, index) => ((state.fullAt[index] ?? 0) - now) / everyMs);
  if (used <= Math.max(...ours) + OTHERS) return state;
  const pace = used >= 1 ? 0.25 : 0.5;
  // One warning a second is enough: each answer near the limit carries one.
  if (state.pace === pace && state.pacedUntil > now + SLOW_MS - 1000) return state;
  return { ...state, pace, pacedUntil: now + SLOW_MS };
}
