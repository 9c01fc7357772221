import { eq, sql } from 'drizzle-orm';
import { fromDrizzle, PgBoss } from 'pg-boss';
import { queueJobs, queueSchema, queues as queueTable } from '../db/queue-tables.ts';
import type { Database, Tx } from '../db/types.ts';
import type { Queue } from '../requests/ports.ts';
import { DEAD, queues, subjectOf, taskNames, URGENT } from './queue-settings.ts';

/** The queue as those see it who run it. Operations see `Queue`. */
export interface JobQueue extends Queue<Tx> {
  readonly boss: PgBoss;
  readonly database: Database;
  /** Ends the queue's own chores and its connections; the worker must have stopped before. */
  close(): Promise<void>;
}

/** Seconds between two looks for jobs whose process is gone, and between two for jobs that took too long. */
const WATCH_SECONDS = 5;

/** Of chores that concern features we do not use. */
const RARELY_SECONDS = 3600;

/**
 * Opens the queue in the product's own database: makes its tables and every queue, so that an enqueue
 * never has to look one up inside a transaction (on PGlite that would wait for itself).
 *
 * @param onError hears of failed chores and lost connections; the queue goes on by itself
 */
export async function openQueue(
  database: Database,
  onError: (error: unknown) => void,
): Promise<JobQueue> {
  const boss = new PgBoss({
    ...database.boss,
    schema: queueSchema,
    schedule: false,
    useListenNotify: true,
    registerInstance: false,
    superviseIntervalSeconds: WATCH_SECONDS,
    monitorIntervalSeconds: WATCH_SECONDS,
    flowIntervalSeconds: RARELY_SECONDS,
    reindex: database.kind === 'served',
    openTelemetry: { enabled: false },
  });
  boss.on('error', onError);
  await boss.start();
  try {
    await makeQueues(boss, database);
    if (database.kind === 'embedded') await takeBackLostJobs(boss, database);
  } catch (error) {
    await boss.stop({ graceful: false });
    throw error;
  }
  return {
    boss,
    database,
    enqueue: async (tx, task, data, options = {}) => {
      await boss.send(task, data, {
        priority: options.urgent ? URGENT : 0,
        singletonKey: subjectOf(task, data),
        db: fromDrizzle(tx, sql),
      });
    },
    close: () => boss.stop({ graceful: false }),
  };
}

/** Makes the queues, brings the settings of older ones up to date, and has pg-boss remember each. */
async function makeQueues(boss: PgBoss, { db }: Database): Promise<void> {
  const known = new Set((await boss.getQueues()).map((queue) => queue.name));
  for (const { name, policy = 'standard', ...settings } of queues) {
    if (known.has(name)) {
      // pg-boss has no call for it. What was queued before keeps the policy it was queued under.
      await db.update(queueTable).set({ policy }).where(eq(queueTable.name, name));
      await boss.updateQueue(name, settings);
    } else await boss.createQueue(name, { ...settings, policy });
    await boss.findJobs(name, { limit: 1 });
  }
}

/**
 * Nobody else can have this folder, so whatever is still marked as running was cut off when the last
 * process ended: no need to wait until its heartbeat is missed.
 */
async function takeBackLostJobs(boss: PgBoss, database: Database): Promise<void> {
  const lost = await database.db
    .select({ id: queueJobs.id, name: queueJobs.name, retryCount: queueJobs.retryCount })
    .from(queueJobs)
    .where(eq(queueJobs.state, 'active'));
  const queueNames: readonly string[] = [DEAD, ...taskNames];
  for (const { name, ...attempt } of lost) {
    if (queueNames.includes(name)) await boss.fail(name, attempt, { message: 'cut off' });
  }
}
