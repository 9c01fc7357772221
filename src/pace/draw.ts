import { portionOf, priceOf, roomOf, taken, waitFor } from './bucket.ts';
import type { LimitRule } from './limit.ts';
import type { LimitState, Place, Waiting } from './state.ts';

/** What an instance asks of a limit. */
export interface Wish {
  /** The instance, and its how manieth draw this is. */
  readonly by: string;
  readonly draw: number;
  /** Tokens of each call that somebody waits for, in their order, and of each other one. */
  readonly urgent: readonly number[];
  readonly bulk: readonly number[];
  /** Tokens used since the last draw, if that was a moment ago: as many may be wanted soon. */
  readonly used: number;
  /** Places that are free again. */
  readonly left: readonly string[];
}

/** What it gets. */
export interface Grant {
  readonly tokens: number;
  /** Ids of places, where the limit has such. */
  readonly places: readonly string[];
  /** How long the first call that got nothing has to wait at least, in milliseconds; null: all got theirs. */
  readonly waitMs: number | null;
}

/** How long a place is held at most: a little longer than the longest call, which is given up after 30 s. */
export const PLACE_MS = 35_000;
/** When to look again for a place, or whether somebody urgent elsewhere still waits: nobody knows how long that takes. */
const LOOK_MS = 250;
/** How long it counts that somebody waits: longer than it takes until his instance asks again. */
const WAITING_MS = 2000;
/** Of large limits bulk leaves this share to people. */
const RESERVE = 0.05;
const LARGE = 100;

/**
 * Gives out what there is: to people first, to bulk while nobody urgent waits anywhere, and something in
 * advance. The state is the same object where nothing has changed.
 */
export function draw(
  state: LimitState,
  rule: LimitRule,
  wish: Wish,
  now: number,
): { readonly state: LimitState; readonly answer: Grant } {
  const counter = openCounter(state, rule, wish, now);
  const urgentLeft = takeEach(wish.urgent, (cost) => counter.take(cost, true));
  const bulkLeft = urgentLeft > 0 ? wish.bulk.length : takeEach(wish.bulk, counter.takeBulk);
  if (urgentLeft + bulkLeft === 0) counter.takeSpare();
  const [first] = urgentLeft > 0 ? wish.urgent.slice(-urgentLeft) : wish.bulk.slice(-bulkLeft);
  const waitMs = urgentLeft + bulkLeft === 0 ? null : counter.waitMs(first ?? 1, urgentLeft > 0);
  return { state: counter.close(urgentLeft, bulkLeft), answer: { ...counter.got, waitMs } };
}

/** How the places that a draw is given are called, in their order. */
export const placeId = ({ by, draw }: Pick<Wish, 'by' | 'draw'>, index: number) =>
  `${by} ${draw} ${index}`;

/** Takes one after another until one gets nothing; says how many are left. */
function takeEach(costs: readonly number[], take: (cost: number) => boolean): number {
  const at = costs.findIndex((cost) => !take(cost));
  return at < 0 ? 0 : costs.length - at;
}

function openCounter(state: LimitState, rule: LimitRule, wish: Wish, now: number) {
  const pace = paceAt(state, now);
  const fullAt = rule.buckets.map((_, index) => state.fullAt[index] ?? 0);
  const others = state.waiting.filter(({ by, until }) => by !== wish.by && until > now);
  const places = state.places.filter(({ id, until }) => until > now && !wish.left.includes(id));
  const given: Place[] = [];
  const urgentElsewhere = others.some(({ urgent }) => urgent);
  const most = placesFor(rule, places, others, wish.by);
  let tokens = 0;

  const waitForTokens = (cost: number, urgent: boolean) =>
    Math.max(
      0,
      state.stoppedUntil - now,
      ...rule.buckets.map((bucket, index) =>
        waitFor(bucket, {
          fullAt: fullAt[index] ?? 0,
          price: priceOf(bucket, cost, pace),
          reserve: urgent ? 0 : reserveOf(rule, index),
          now,
        }),
      ),
    );
  const take = (cost: number, urgent: boolean): boolean => {
    if (waitForTokens(cost, urgent) > 0 || given.length >= most) return false;
    for (const [index, bucket] of rule.buckets.entries()) {
      fullAt[index] = taken(fullAt[index] ?? 0, priceOf(bucket, cost, pace), now);
    }
    tokens += cost;
    if (Number.isFinite(rule.atOnce)) {
      given.push({
        id: placeId(wish, given.length),
        by: wish.by,
        until: now + PLACE_MS,
      });
    }
    return true;
  };
  return {
    take,
    takeBulk: (cost: number) => !urgentElsewhere && take(cost, false),
    /** A portion while the buckets are more than half full, else no more than was used of late. */
    takeSpare() {
      if (urgentElsewhere || Number.isFinite(rule.atOnce)) return;
      const plenty = rule.buckets.every(
        (bucket, index) => (fullAt[index] ?? 0) - now < roomOf(bucket) / 2,
      );
      const portion = portionOf(rule);
      const spare = plenty ? portion : Math.min(portion, wish.used);
      if (spare > 0) take(spare, false);
    },
    waitMs(cost: number, urgent: boolean): number {
      const wait = waitForTokens(cost, urgent);
      const elsewhere = given.length >= most || (urgentElsewhere && !urgent);
      return elsewhere ? Math.max(wait, LOOK_MS) : wait;
    },
    get got() {
      return { tokens, places: given.map(({ id }) => id) };
    },
    close(urgentLeft: number, bulkLeft: number): LimitState {
      const waits = urgentLeft > 0 || (bulkLeft > 0 && Number.isFinite(rule.atOnce));
      const mine = state.waiting.find(({ by, until }) => by === wish.by && until > now);
      const mark = waits ? renewed(mine, wish.by, urgentLeft > 0, now) : undefined;
      const freed = places.length < state.places.length;
      if (tokens === 0 && given.length === 0 && !freed && mark === mine) return state;
      const waiting = mark ? [...others, mark] : others;
      return { ...state, fullAt, waiting, places: [...places, ...given] };
    },
  };
}

/** What is still true is not written again. */
function renewed(mine: Waiting | undefined, by: string, urgent: boolean, now: number): Waiting {
  const holds = mine?.urgent === urgent && mine.until > now + WAITING_MS / 2;
  return holds ? mine : { by, urgent, until: now + WAITING_MS };
}

/** How many more places this instance may take: where others wait, no more than its part. */
function placesFor(
  rule: LimitRule,
  places: readonly Place[],
  others: readonly Waiting[],
  by: string,
): number {
  const free = rule.atOnce - places.length;
  if (others.length === 0) return free;
  const mine = places.filter((place) => place.by === by).length;
  const part = Math.max(1, Math.floor(rule.atOnce / (others.length + 1)));
  return Math.min(free, part - mine);
}

function reserveOf(rule: LimitRule, index: number): number {
  const bucket = rule.buckets[index];
  return bucket && bucket.size >= LARGE ? roomOf(bucket) * RESERVE : 0;
}

const paceAt = ({ pace, pacedUntil }: LimitState, now: number) => (now < pacedUntil ? pace : 1);

/** How long each of these calls has to wait when they go one after another. What others take is not foreseen. */
export function expectedWaits(
  state: LimitState,
  rule: LimitRule,
  calls: readonly { readonly cost: number; readonly urgent: boolean }[],
  now: number,
): readonly number[] {
  const pace = paceAt(state, now);
  const ahead = rule.buckets.map((_, index) => Math.max(state.fullAt[index] ?? 0, now));
  return calls.map(({ cost, urgent }) => {
    const waits = rule.buckets.map((bucket, index) => {
      const price = priceOf(bucket, cost, pace);
      const fullAt = ahead[index] ?? now;
      ahead[index] = fullAt + price;
      return waitFor(bucket, {
        fullAt,
        price,
        reserve: urgent ? 0 : reserveOf(rule, index),
        now,
      });
    });
    return Math.max(0, state.stoppedUntil - now, ...waits);
  });
}
