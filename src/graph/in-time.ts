import { AppError } from '../errors.ts';
import type { Timer } from '../pace/timer.ts';
import { timeLeft } from '../waiting.ts';

/** With less time left than this no call is begun, in ms. */
export const LEAST_MS = 50;

/**
 * Does `work` within the time that is left to what runs now.
 *
 * @throws AppError `unavailable` when it is not through by then
 */
export async function inTime<T>(timer: Timer, work: () => Promise<T>): Promise<T> {
  const leftMs = timeLeft(Number.POSITIVE_INFINITY, timer.now());
  if (leftMs === Number.POSITIVE_INFINITY) return work();
  if (leftMs < LEAST_MS) throw tooLate();
  let release = () => {};
  const over = new Promise<never>((_, reject) => {
    release = timer.after(leftMs, () => reject(tooLate()));
  });
  try {
    return await Promise.race([work(), over]);
  } finally {
    release();
  }
}

/** What comes too late for the turn that asked. */
export const tooLate = () =>
  new AppError('unavailable', {}, { cause: new Error('the turn is over') });
