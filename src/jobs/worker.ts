import type { JobResult, JobWithMetadata } from 'pg-boss';
import type { Clock, TaskName, TaskPayloads } from '../requests/ports.ts';
import { bury } from './bury.ts';
import { queuesWithDueJobs } from './due.ts';
import type { JobQueue } from './queue.ts';
import { DEAD, taskNames, URGENT } from './queue-settings.ts';
import { repeat } from './repeat.ts';
import { type JobRoom, runJob } from './run-job.ts';
import type { TaskRegistry } from './task.ts';

/** What the worker is made of. */
export interface WorkerParts<Deps> extends Pick<JobRoom<Deps>, 'deps' | 'log' | 'onEnd'> {
  readonly queue: JobQueue;
  readonly tasks: TaskRegistry<Deps>;
  readonly clock: Clock;
}

/** Runs jobs until it is stopped. */
export interface Worker {
  /**
   * Takes no more jobs and waits for those that run. What is not through after `graceMs` milliseconds
   * is handed back, to be run again by whoever comes next.
   */
  stop(graceMs?: number): Promise<void>;
}

/** One reader of one queue: runs one job at a time. */
interface Lane {
  readonly queue: string;
  wake(): void;
}

/** Jobs of a kind at a time, where the task does not say. */
const CONCURRENCY = 2;

/**
 * A new job wakes its lanes by NOTIFY, at the commit; one whose waiting time is over by this look,
 * every so many milliseconds, which also serves where notifications do not get through.
 */
const LOOK_EVERY = 500;

/** The lanes' own polling, in seconds: the net beneath both. */
const POLL_SECONDS = 30;

/** Starts running jobs of every task. */
export async function startWorker<Deps>(parts: WorkerParts<Deps>): Promise<Worker> {
  const { queue, tasks, deps, log, clock, onEnd } = parts;
  const { boss, database } = queue;
  const closing = new AbortController();
  const room = { boss, database, deps, log, onEnd, closing: closing.signal, tasks, clock };

  const lanes = [await openLane<object>(queue, DEAD, {}, (job) => bury(room, job))];
  for (const name of taskNames) lanes.push(...(await openTask(room, queue, name)));

  const names = [DEAD, ...taskNames];
  const looking = repeat(
    LOOK_EVERY,
    async () => {
      const due = await queuesWithDueJobs(database.db, names);
      for (const lane of lanes) if (due.includes(lane.queue)) lane.wake();
    },
    (error) => log.error({ err: error }, 'looking for due jobs failed'),
  );

  return {
    stop: async (graceMs = 10_000) => {
      const enough = setTimeout(() => closing.abort(), graceMs);
      const lanesEnd = names.map((name) => boss.offWork(name, { wait: true }));
      await Promise.all([looking.stop(), ...lanesEnd]);
      clearTimeout(enough);
    },
  };
}

/** The lanes of a task: as many as it wants, and one that bulk work can never fill. */
async function openTask<Deps, T extends TaskName>(
  room: JobRoom<Deps> & { readonly tasks: TaskRegistry<Deps> },
  queue: JobQueue,
  name: T,
): Promise<Lane[]> {
  const task = room.tasks[name];
  const run = (job: JobWithMetadata<TaskPayloads[T]>) => runJob(room, task, job);
  const lanes = [await openLane(queue, name, { minPriority: URGENT }, run)];
  for (let lane = 0; lane < (task.concurrency ?? CONCURRENCY); lane += 1) {
    lanes.push(await openLane(queue, name, {}, run));
  }
  return lanes;
}

async function openLane<Data extends object>(
  { boss }: JobQueue,
  queue: string,
  which: { readonly minPriority?: number },
  run: (job: JobWithMetadata<Data>) => Promise<JobResult>,
): Promise<Lane> {
  const options = {
    ...which,
    batchSize: 1,
    includeMetadata: true,
    perJobResults: true,
    pollingIntervalSeconds: POLL_SECONDS,
    notifyPollingIntervalSeconds: POLL_SECONDS,
  } as const;
  let id: string | undefined;
  const wake = () => {
    if (id) boss.notifyWorker(id);
  };
  id = await boss.work<Data, JobResult[], typeof options>(queue, options, async (jobs) => {
    // The next one at once: a lane that was woken while it works does not rest afterwards.
    wake();
    return Promise.all(jobs.map(run));
  });
  return { queue, wake };
}
