import type { Timer } from '../pace/timer.ts';
import type { Clock } from '../requests/ports.ts';
import { isAwaited, whileWaiting } from '../waiting.ts';
import { inTime } from './in-time.ts';

/** Keeps one value for a while; those who ask while it is being read share that read. */
export interface Kept<T> {
  /** @throws AppError `unavailable` when it is not there in the time of who asks */
  get(): Promise<T>;
}

/**
 * Reads again after `ms` of the handed-in clock; a failed read is not kept. Who is waited for does not share
 * a read that nobody waited for: it may stand in line for long. A shared read has nobody's end: who has
 * little time left leaves it, and the others have it all the same.
 */
export function keep<T>(
  { clock, timer }: { readonly clock: Clock; readonly timer: Timer },
  ms: number,
  read: () => Promise<T>,
): Kept<T> {
  let kept: { readonly value: Promise<T>; readonly at: number; readonly urgent: boolean } | null =
    null;
  const current = () => {
    const now = clock.now().getTime();
    const urgent = isAwaited();
    if (kept && Math.abs(now - kept.at) < ms && (kept.urgent || !urgent)) return kept.value;
    const value = whileWaiting({ isAwaited: urgent, until: null }, read);
    const mine = { value, at: now, urgent };
    kept = mine;
    value.catch(() => {
      if (kept === mine) kept = null;
    });
    return value;
  };
  return { get: () => inTime(timer, current) };
}
