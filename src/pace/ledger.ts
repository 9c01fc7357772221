import { taken } from './bucket.ts';
import { idleAt, type LimitState, untouched } from './state.ts';
import type { Timer } from './timer.ts';

/** What somebody decided on a limit's state: what it is from now on, and what he wanted to know. */
export interface Decision<T> {
  readonly state: LimitState;
  readonly answer: T;
}

/** Something that was taken without asking. */
export interface Charge {
  readonly key: string;
  /** Milliseconds of each bucket of the rule. */
  readonly prices: readonly number[];
}

/** Where the states of all limits are kept: in this process, or in the database for all instances. */
export interface Ledger {
  /** The ledger's clock in milliseconds, as far as it is known here; never ahead of it. */
  now(): number;
  /**
   * Changes one limit's state. `decide` may be asked more than once and must do nothing else; where it
   * gives back the state it got, nothing is written. Rejects when the ledger cannot be reached.
   */
  change<T>(
    key: string,
    decide: (state: LimitState, now: number) => Decision<T>,
  ): Promise<Decision<T>>;
  /** Charges what was taken already. Buckets may go below empty. */
  charge(charges: readonly Charge[]): Promise<void>;
}

/** Beyond this many the idle ones are forgotten. */
const MOST_STATES = 1000;

/** A ledger of this process alone. */
export function memoryLedger(timer: Timer): Ledger {
  const states = new Map<string, LimitState>();
  const keep = (key: string, state: LimitState) => {
    states.set(key, state);
    if (states.size <= MOST_STATES) return;
    for (const [each, kept] of states) if (idleAt(kept) < timer.now()) states.delete(each);
  };
  return {
    now: () => timer.now(),
    async change(key, decide) {
      const decision = decide(states.get(key) ?? untouched, timer.now());
      keep(key, decision.state);
      return decision;
    },
    async charge(charges) {
      for (const { key, prices } of charges) {
        const state = states.get(key) ?? untouched;
        const fullAt = prices.map((price, index) =>
          taken(state.fullAt[index] ?? 0, price, timer.now()),
        );
        keep(key, { ...state, fullAt });
      }
    },
  };
}
