import type { LimitRule } from './limit.ts';
import { hasPlaces, openPlaces } from './places.ts';
import type { LimitState, Waiting } from './state.ts';
import { openTokens } from './tokens.ts';

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

/** When to look again for a place, or whether somebody urgent elsewhere still waits: nobody knows how long that takes. */
const LOOK_MS = 250;
/** How long it counts that somebody waits: longer than it takes until his instance asks again. */
const WAITING_MS = 2000;

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

/** Takes one after another until one gets nothing; says how many are left. */
function takeEach(costs: readonly number[], take: (cost: number) => boolean): number {
  const at = costs.findIndex((cost) => !take(cost));
  return at < 0 ? 0 : costs.length - at;
}

function openCounter(state: LimitState, rule: LimitRule, wish: Wish, now: number) {
  const others = state.waiting.filter(({ by, until }) => by !== wish.by && until > now);
  const urgentElsewhere = others.some(({ urgent }) => urgent);
  const tokens = openTokens(state, rule, now);
  const places = openPlaces(state, rule, { wish, others, now });

  const take = (cost: number, urgent: boolean): boolean => {
    if (tokens.waitMs(cost, urgent) > 0 || places.areOut()) return false;
    tokens.take(cost);
    places.give();
    return true;
  };
  return {
    take,
    takeBulk: (cost: number) => !urgentElsewhere && take(cost, false),
    takeSpare() {
      if (urgentElsewhere || hasPlaces(rule)) return;
      const spare = tokens.spare(wish.used);
      if (spare > 0) take(spare, false);
    },
    waitMs(cost: number, urgent: boolean): number {
      const wait = tokens.waitMs(cost, urgent);
      const elsewhere = places.areOut() || (urgentElsewhere && !urgent);
      return elsewhere ? Math.max(wait, LOOK_MS) : wait;
    },
    get got() {
      return { tokens: tokens.taken(), places: places.given() };
    },
    close(urgentLeft: number, bulkLeft: number): LimitState {
      const waits = urgentLeft > 0 || (bulkLeft > 0 && hasPlaces(rule));
      const mine = state.waiting.find(({ by, until }) => by === wish.by && until > now);
      const mark = waits ? renewed(mine, wish.by, urgentLeft > 0, now) : undefined;
      if (tokens.taken() === 0 && !places.hasChanged() && mark === mine) return state;
      const waiting = mark ? [...others, mark] : others;
      return { ...state, fullAt: tokens.fullAt(), waiting, places: places.all() };
    },
  };
}

/** What is still true is not written again. */
function renewed(mine: Waiting | undefined, by: string, urgent: boolean, now: number): Waiting {
  const holds = mine?.urgent === urgent && mine.until > now + WAITING_MS / 2;
  return holds ? mine : { by, urgent, until: now + WAITING_MS };
}
