import { AppError } from '../errors.ts';
import { type Bucket, fullBucket, refill, waitFor } from './bucket.ts';
import { type Limit, type LimitRule, type LimitSettings, limitRules } from './limits.ts';
import type { Timer } from './timer.ts';

/** How a call asks for its turn. */
export interface Turn {
  /** Somebody waits for it: goes before everything that is not. */
  readonly urgent: boolean;
  /** Tokens it takes; resource units for reads. */
  readonly cost: number;
  /** Milliseconds it may wait; a longer wait is refused at once. */
  readonly patienceMs: number;
}

/** What an answer told about the limit. */
export interface LimitNews {
  /** Milliseconds during which nothing may be sent. 0: go on. */
  readonly stopMs: number;
  /** `x-ms-throttle-limit-percentage`: share of the limit that is used up, from 0.8; null: not told. */
  readonly used: number | null;
}

/** Keeps our calls below Graph's limits. In this process today; the same two calls can be shared through a database. */
export interface Pacer {
  /** Waits for a turn; call the answer when the call is over. Throws AppError `throttled` with `retryAfterMs`. */
  take(limit: Limit, turn: Turn): Promise<() => void>;
  report(limit: Limit, news: LimitNews): void;
}

interface Waiter extends Turn {
  readonly deadline: number;
  readonly go: () => void;
  readonly refuse: (error: AppError) => void;
}

interface Lane {
  readonly rule: LimitRule;
  readonly buckets: readonly Bucket[];
  readonly urgent: Waiter[];
  readonly bulk: Waiter[];
  running: number;
  stoppedUntil: number;
  pace: number;
  pacedUntil: number;
  unwake: () => void;
}

/** Looks again at least this often, so that a call that has waited too long is told. */
const LOOK_AGAIN_MS = 1000;
/** How long a warning (`used`) slows us down: the window of most limits. */
const SLOW_MS = 10_000;
/** Lanes of teams and mailboxes that nobody uses are dropped beyond this many. */
const MOST_LANES = 1000;

/** A pacer for one process. */
export function createPacer(settings: LimitSettings, timer: Timer): Pacer {
  const rules = limitRules(settings);
  const lanes = new Map<string, Lane>();

  function laneOf({ kind, of = '' }: Limit): Lane {
    const key = `${kind} ${of}`;
    const known = lanes.get(key);
    if (known) return known;
    if (lanes.size >= MOST_LANES) dropIdle(lanes, timer.now());
    const made = openLane(rules[kind], timer.now());
    lanes.set(key, made);
    return made;
  }

  return {
    take(limit, turn) {
      const lane = laneOf(limit);
      const waitMs = expectedWait(lane, turn, timer.now());
      if (waitMs > turn.patienceMs) return Promise.reject(tooLong(waitMs));
      return new Promise((resolve, reject) => {
        const leave = () => {
          lane.running -= 1;
          advance(lane, timer);
        };
        (turn.urgent ? lane.urgent : lane.bulk).push({
          ...turn,
          deadline: timer.now() + turn.patienceMs,
          go: () => resolve(once(leave)),
          refuse: reject,
        });
        advance(lane, timer);
      });
    },
    report(limit, { stopMs, used }) {
      const lane = laneOf(limit);
      const now = timer.now();
      if (stopMs > 0) lane.stoppedUntil = Math.max(lane.stoppedUntil, now + stopMs);
      if (used !== null && used >= 0.8) {
        settle(lane, now);
        lane.pace = used >= 1 ? 0.25 : 0.5;
        lane.pacedUntil = now + SLOW_MS;
      }
    },
  };
}

function openLane(rule: LimitRule, now: number): Lane {
  return {
    rule,
    buckets: rule.buckets.map((each) => fullBucket(each, now)),
    urgent: [],
    bulk: [],
    running: 0,
    stoppedUntil: 0,
    pace: 1,
    pacedUntil: 0,
    unwake: () => {},
  };
}

const once = (act: () => void) => {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
};

const tooLong = (waitMs: number) =>
  new AppError('throttled', { retryAfterMs: Math.ceil(Math.max(waitMs, LOOK_AGAIN_MS)) });

/** Brings the buckets up to now and ends a slow-down that is over. */
function settle(lane: Lane, now: number): void {
  for (const bucket of lane.buckets) refill(bucket, now, lane.pace);
  if (now >= lane.pacedUntil) lane.pace = 1;
}

/** More than a bucket holds can never be there at once: then all of it is asked for. */
const askedOf = (bucket: Bucket, cost: number) => Math.min(cost, bucket.rule.size);

/** How long the lane needs for everybody ahead and this one. Calls under way are not foreseen. */
function expectedWait(lane: Lane, turn: Turn, now: number): number {
  settle(lane, now);
  const ahead = turn.urgent ? lane.urgent : [...lane.urgent, ...lane.bulk];
  const costAhead = ahead.reduce((sum, each) => sum + each.cost, 0);
  const waits = lane.buckets.map((bucket) =>
    waitFor(bucket, costAhead + askedOf(bucket, turn.cost), lane.pace),
  );
  return Math.max(0, lane.stoppedUntil - now, ...waits);
}

/** Lets go who may go, refuses who has waited too long, and sees to it that it is called again. */
function advance(lane: Lane, timer: Timer): void {
  lane.unwake();
  const now = timer.now();
  settle(lane, now);
  refuseLate(lane, now);
  for (;;) {
    const queue = lane.urgent.length > 0 ? lane.urgent : lane.bulk;
    const next = queue[0];
    if (!next) return;
    const waits = lane.buckets.map((each) => waitFor(each, askedOf(each, next.cost), lane.pace));
    const waitMs = Math.max(0, lane.stoppedUntil - now, ...waits);
    if (waitMs > 0 || lane.running >= lane.rule.atOnce) {
      const lookAgain = Math.min(LOOK_AGAIN_MS, waitMs > 0 ? Math.ceil(waitMs) : LOOK_AGAIN_MS);
      lane.unwake = timer.after(lookAgain, () => advance(lane, timer));
      return;
    }
    queue.shift();
    for (const bucket of lane.buckets) bucket.left -= askedOf(bucket, next.cost);
    lane.running += 1;
    next.go();
  }
}

function refuseLate(lane: Lane, now: number): void {
  for (const queue of [lane.urgent, lane.bulk]) {
    const late = queue.filter((each) => each.deadline < now);
    for (const each of late) {
      queue.splice(queue.indexOf(each), 1);
      each.refuse(tooLong(lane.stoppedUntil - now));
    }
  }
}

function dropIdle(lanes: Map<string, Lane>, now: number): void {
  for (const [key, lane] of lanes) {
    settle(lane, now);
    const idle =
      lane.running === 0 &&
      lane.urgent.length + lane.bulk.length === 0 &&
      lane.stoppedUntil <= now &&
      lane.buckets.every((bucket) => bucket.left >= bucket.rule.size);
    if (idle) lanes.delete(key);
  }
}
