import { AsyncLocalStorage } from 'node:async_hooks';

/** Whether somebody waits for what runs, and until when. */
export interface Waiting {
  readonly isAwaited: boolean;
  /** By `performance.now()`. What is not there by then comes too late; null: no such moment. */
  readonly until: number | null;
}

const waits = new AsyncLocalStorage<Waiting>();

/** What nobody has said anything of is waited for, and for as long as it takes. */
const UNTOLD: Waiting = { isAwaited: true, until: null };

/** Runs `work`, and lets all that it calls know who waits for it. */
export function whileWaiting<T>(waiting: Waiting, work: () => Promise<T>): Promise<T> {
  return waits.run(waiting, work);
}

/** What runs now, as one thing: the same object for all that a turn or a job calls. null: nobody has said anything of it. */
export function waiting(): Waiting | null {
  return waits.getStore() ?? null;
}

/** Whether somebody waits for what runs now. */
export function isAwaited(): boolean {
  return (waits.getStore() ?? UNTOLD).isAwaited;
}

/** Whether what runs now has a moment after which it comes too late: a turn has. */
export function isTimed(): boolean {
  return (waits.getStore() ?? UNTOLD).until !== null;
}

/** Milliseconds of `ms` that are left to what runs now; 0: it is too late. `now`: by `performance.now()`. */
export function timeLeft(ms: number, now = performance.now()): number {
  const { until } = waits.getStore() ?? UNTOLD;
  return until === null ? ms : Math.max(0, Math.min(ms, until - now));
}
