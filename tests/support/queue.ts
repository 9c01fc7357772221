import { eq, sql } from 'drizzle-orm';
import { queueJobs } from '../../src/db/queue-tables.ts';
import type { Database } from '../../src/db/types.ts';
import { type JobQueue, openQueue } from '../../src/jobs/queue.ts';

/** The queue in this database. An error of its own chores fails the run, instead of going unseen. */
export function givenQueue(database: Database): Promise<JobQueue> {
  return openQueue(database, (error) => {
    throw error;
  });
}

/** Kinds of the jobs that wait, in the order in which they were queued. */
export async function waitingTasks(database: Database): Promise<string[]> {
  const rows = await database.db
    .select({ name: queueJobs.name })
    .from(queueJobs)
    .where(eq(queueJobs.state, 'created'))
    .orderBy(queueJobs.createdOn, queueJobs.id);
  return rows.map((row) => row.name);
}

/** Ends the waiting time of every job that is to be tried again. */
export async function hurry(database: Database): Promise<void> {
  await database.db
    .update(queueJobs)
    .set({ startAfter: sql`now()` })
    .where(sql`${queueJobs.state} in ('created', 'retry')`);
}

/** Waits until `check` gives something other than undefined or false; fails after `seconds`. */
export async function until<T>(
  check: () => T | undefined | false | Promise<T | undefined | false>,
  seconds = 20,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await check();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`Not within ${seconds} s: ${check}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
