import { and, inArray, sql } from 'drizzle-orm';
import { queueJobs } from '../db/queue-tables.ts';
import { countDueTimers } from '../db/timers.ts';
import type { Db } from '../db/types.ts';
import { FIRST_CARD_TIMER } from '../requests/first-card-timer.ts';
import type { Clock } from '../requests/ports.ts';
import { DEAD, taskNames } from './queue-settings.ts';

/**
 * How much is due or running: jobs that wait, wait for another try or run (and dead ones whose people
 * were not told yet), timers whose time has come, and turns that have not shown their card. What is dead
 * and told, or due later, does not count. One statement: what becomes a job meanwhile is seen as one or the other.
 */
export async function workPending(db: Db, clock: Clock): Promise<number> {
  const jobs = db
    .select({ open: sql`count(*)::int` })
    .from(queueJobs)
    .where(
      and(
        inArray(queueJobs.name, [DEAD, ...taskNames]),
        inArray(queueJobs.state, ['created', 'retry', 'active']),
      ),
    );
  const due = countDueTimers(db, clock.now(), [FIRST_CARD_TIMER]);
  const counted = await db.execute<{ pending: number }>(sql`select ${jobs} + ${due} as pending`);
  return counted.rows[0]?.pending ?? 0;
}
