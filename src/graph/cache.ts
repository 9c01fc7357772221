import type { Clock } from '../requests/ports.ts';

/** Keeps one value for a while; those who ask while it is being read share that read. */
export interface Kept<T> {
  get(): Promise<T>;
}

/** Reads again after `ms` of the handed-in clock; a failed read is not kept. */
export function keep<T>(clock: Clock, ms: number, read: () => Promise<T>): Kept<T> {
  let kept: { readonly value: Promise<T>; readonly at: number } | null = null;
  return {
    get() {
      const now = clock.now().getTime();
      if (kept && Math.abs(now - kept.at) < ms) return kept.value;
      const value = read();
      const mine = { value, at: now };
      kept = mine;
      value.catch(() => {
        if (kept === mine) kept = null;
      });
      return value;
    },
  };
}
