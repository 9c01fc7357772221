import type { AskingDeps } from './asking.ts';
import type { Decision, Ledger } from './ledger.ts';
import type { LimitRule } from './limit.ts';
import { idleAt, type LimitNews, type LimitState, untouched, withNews } from './state.ts';

/** A limit as it was last seen. */
export interface View {
  readonly state: LimitState;
  /** In which ledger, and what time it is there now: each has its own clock. */
  readonly from: Ledger;
  readonly now: number;
  /** When that was, by the timer. */
  readonly at: number;
}

/** What this instance knows of one limit, whichever ledger it heard it from. */
export interface Sight {
  /** With every stop that was heard of; null: nothing was seen yet. */
  view(): View | null;
  /** How long nothing may be sent, in milliseconds. 0: go on. */
  stoppedFor(): number;
  /** Changes the limit in that ledger, which hears of a stop that it was not told yet, and looks at what became of it. */
  change<T>(ledger: Ledger, decide: Decide<T>): Promise<Decision<T>>;
  /** Writes down what an answer told of the limit. Never rejects. */
  note(news: LimitNews): Promise<void>;
  /** Whether the shared ledger was not told of a stop that lasts. */
  owes(): boolean;
  /** Whether nothing is lost when this is forgotten. */
  isIdle(): boolean;
}

type Seen = Omit<View, 'now'>;
type Decide<T> = (state: LimitState, now: number) => Decision<T>;
type Change = <T>(ledger: Ledger, decide: Decide<T>, until?: number) => Promise<Decision<T>>;
const NEVER = Number.NEGATIVE_INFINITY;

/** Nothing is seen yet. A stop is kept by the timer, so that it outlives a change of ledgers. */
export function openSight(deps: AskingDeps, key: string, rule: LimitRule): Sight {
  const { timer, own, outage } = deps;
  let seen: Seen | null = null;
  let stoppedUntil = NEVER;
  /** Until when a stop lasts that the shared ledger was not told of. */
  let untold = NEVER;

  const withStop = (state: LimitState, until: number, now: number): LimitState => {
    const there = now + until - timer.now();
    const isNews = until > timer.now() && there > state.stoppedUntil;
    return isNews ? { ...state, stoppedUntil: there } : state;
  };

  function see(state: LimitState, from: Ledger): void {
    seen = { state, from, at: timer.now() };
    stoppedUntil = Math.max(stoppedUntil, timer.now() + state.stoppedUntil - from.now());
  }

  /**
   * `until`, by the timer: the stop that the ledger hears of. Our own has our clock and hears of each; of the
   * shared one's we only have a guess, another one with each answer, so what it was told is not said again.
   */
  const change: Change = async (ledger, decide, until = ledger === own ? stoppedUntil : untold) => {
    const told = untold;
    const decision = await ledger.change(key, (state, now) =>
      decide(withStop(state, until, now), now),
    );
    if (ledger !== own && untold === told) untold = NEVER;
    see(decision.state, ledger);
    return decision;
  };

  async function tellAll(decide: Decide<null>): Promise<boolean> {
    if (outage.isOn()) return false;
    try {
      await change(deps.ledger, decide);
      return true;
    } catch (error) {
      outage.tell(error);
      return false;
    }
  }

  async function note(news: LimitNews): Promise<void> {
    const from = outage.isOn() ? own : deps.ledger;
    const known = seen?.from === from ? seen.state : untouched;
    const before = withStop(known, stoppedUntil, from.now());
    const after = withNews(before, rule, news, from.now());
    if (after === before) return;
    const stoppedBefore = stoppedUntil;
    see(after, from);
    const decide: Decide<null> = (state, now) => ({
      state: withNews(state, rule, news, now),
      answer: null,
    });
    if (await tellAll(decide)) return;
    untold = stoppedUntil;
    await change(own, decide, stoppedBefore);
  }

  return {
    view: () => seen && viewOf(seen),
    stoppedFor: () => Math.max(0, stoppedUntil - timer.now()),
    change: (ledger, decide) => change(ledger, decide),
    note,
    owes: () => untold > timer.now(),
    isIdle: () => stoppedUntil <= timer.now() && (!seen || idleAt(seen.state) < seen.from.now()),
  };

  function viewOf(last: Seen): View {
    const now = last.from.now();
    return { ...last, now, state: withStop(last.state, stoppedUntil, now) };
  }
}
