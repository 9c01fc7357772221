import { setTimeout as wait } from 'node:timers/promises';
import { troubleOf } from './trouble.ts';

/** Between two tries, in ms: a server that is started again, or a lock, takes its time. */
const PAUSE_MS = 200;

/**
 * Does `work` again and again while the database is in trouble, for what cannot be taken back any more:
 * what was done outside has to be written down. `work` must bear being done twice. No new try begins
 * after `forMs` milliseconds; the last error is then thrown, as is every other at once.
 */
export async function despiteTrouble<T>(forMs: number, work: () => Promise<T>): Promise<T> {
  const end = performance.now() + forMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!troubleOf(error) || performance.now() + PAUSE_MS > end) throw error;
      await wait(PAUSE_MS);
    }
  }
}

/** How long a job goes on writing down what it has done outside, in ms: a server is back by then that was only started again. */
export const JOB_WRITES_MS = 10_000;
