import type { Logger } from 'pino';
import { type DueTimer, takeDueTimer } from '../db/timers.ts';
import type { Db, Tx } from '../db/types.ts';
import type { Clock } from '../requests/ports.ts';

/** What a timer of each kind causes, in the transaction that takes it. Writes and enqueues only: no Graph, no Teams. */
export type TimerKinds = Readonly<
  Record<string, (tx: Tx, timer: DueTimer, now: Date) => Promise<void>>
>;

/**
 * Runs every timer that is due by the clock, the oldest first. One that fails stays due for the next
 * sweep and does not hold up the others.
 *
 * @returns how many were run
 */
export async function sweepTimers(sweep: {
  readonly db: Db;
  readonly clock: Clock;
  readonly kinds: TimerKinds;
  readonly log: Pick<Logger, 'error'>;
}): Promise<number> {
  const { db, clock, kinds, log } = sweep;
  const failed: string[] = [];
  let run = 0;
  for (;;) {
    const held: { timer: DueTimer | null } = { timer: null };
    const now = clock.now();
    try {
      await db.transaction(async (tx) => {
        held.timer = await takeDueTimer(tx, { now, kinds: Object.keys(kinds), except: failed });
        if (held.timer) await kinds[held.timer.kind]?.(tx, held.timer, now);
      });
      if (!held.timer) return run;
      run += 1;
    } catch (error) {
      if (!held.timer) throw error;
      failed.push(held.timer.id);
      log.error({ err: error, timer: held.timer.id }, 'timer failed');
    }
  }
}
