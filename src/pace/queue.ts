import type { AppError } from '../errors.ts';

/** How a call asks for its turn. */
export interface Turn {
  /** Somebody waits for it: goes before everything that is not. */
  readonly urgent: boolean;
  /** Tokens it takes; resource units for reads. */
  readonly cost: number;
  /** Milliseconds it may wait; a longer wait is refused at once. */
  readonly patienceMs: number;
}

/** A call that waits for its turn. */
export interface Waiter extends Turn {
  /** By the pacer's timer. */
  readonly deadline: number;
  /** `place`: the one it takes, where the limit has places. */
  readonly go: (place: string | undefined) => void;
  readonly refuse: (error: AppError) => void;
}

/** Calls that wait: people first, each in the order in which they came. */
export interface Queue {
  readonly urgent: readonly Waiter[];
  readonly bulk: readonly Waiter[];
  /** Everybody, in the order in which they go. */
  all(): readonly Waiter[];
  next(): Waiter | undefined;
  add(waiter: Waiter): void;
  leave(which: (waiter: Waiter) => boolean): void;
}

/** An empty queue. */
export function openQueue(): Queue {
  let urgent: Waiter[] = [];
  let bulk: Waiter[] = [];
  return {
    get urgent() {
      return urgent;
    },
    get bulk() {
      return bulk;
    },
    all: () => [...urgent, ...bulk],
    next: () => urgent[0] ?? bulk[0],
    add: (waiter) => (waiter.urgent ? urgent : bulk).push(waiter),
    leave(which) {
      urgent = urgent.filter((each) => !which(each));
      bulk = bulk.filter((each) => !which(each));
    },
  };
}
