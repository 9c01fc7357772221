import type { Clock } from '../requests/ports.ts';
import { isAwaited } from '../waiting.ts';

/** Keeps one value for a while; those who ask while it is being read share that read. */
export interface Kept<T> {
  get(): Promise<T>;
}

/**
 * Reads again after `ms` of the handed-in clock; a failed read is not kept. Who is waited for does not share
 * a read that nobody waited for: it may stand in line for long.
 */
export function keep<T>(clock: Clock, ms: number, read: () => Promise<T>): Kept<T> {
  let kept: { readonly value: Promise<T>; readonly at: number; readonly urgent: boolean } | null =
    null;
  return {
    get() {
      const now = clock.now().getTime();
      const urgent = isAwaited();
      if (kept && Math.abs(now - kept.at) < ms && (kept.urgent || !urgent)) return kept.value;
      const value = read();
      const mine = { value, at: now, urgent };
      kept = mine;
      value.catch(() => {
        if (kept === mine) kept = null;
      });
      return value;
    },
  };
}
