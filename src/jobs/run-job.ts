import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { fromDrizzle, type JobResult, type JobWithMetadata, type PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Database } from '../db/types.ts';
import { AppError } from '../errors.ts';
import { LeaseLost, underLease } from '../lease.ts';
import type { TaskName, TaskPayloads } from '../requests/ports.ts';
import { mayPass } from '../requests/problem-of.ts';
import { whileWaiting } from '../waiting.ts';
import { describeFailure, throttledFor } from './failure.ts';
import { affectedBy, leaseOf } from './lease.ts';
import { URGENT } from './queue-settings.ts';
import type { Task } from './task.ts';

/**
 * How a try ended: `retry` covers being throttled and being handed back when the process stops. One that was
 * taken over has not ended, and who took it over counts it.
 */
export type JobOutcome = 'done' | 'retry' | 'gaveUp';

/** What running a job takes. */
export interface JobRoom<Deps> {
  readonly boss: PgBoss;
  readonly database: Database;
  readonly deps: Deps;
  readonly log: Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;
  /** Aborted when a job that still runs has to be handed back. */
  readonly closing: AbortSignal;
  readonly onEnd: (task: TaskName, outcome: JobOutcome, seconds: number) => void;
}

type JobOf<T extends TaskName> = JobWithMetadata<TaskPayloads[T]>;

interface Ended {
  readonly result: JobResult;
  /** null: it goes on elsewhere. */
  readonly outcome: JobOutcome | null;
}

/** Of everything that was told to wait, not all comes back at the same moment: up to a fifth later. */
const SPREAD = 0.2;

/**
 * Most of what is unavailable is so for a moment: a fresh job looks again so often, so long after, before
 * it goes back to the queue. One that has been there and back knows better.
 */
const LOOKS = 3;
const LOOK_AGAIN_MS = 400;
const FRESH_TRIES = 3;

/** Runs one job to its end: done, to be tried again, or dead. Never throws because of the job. */
export async function runJob<Deps, T extends TaskName>(
  room: JobRoom<Deps>,
  task: Task<Deps, T>,
  job: JobOf<T>,
): Promise<JobResult> {
  const began = performance.now();
  const over = new AbortController();
  try {
    const closing = whenAborted(room.closing, over.signal);
    const { result, outcome } = await Promise.race([
      tryOnce(room, task, job),
      closing.then(() => handBack(room, job)),
    ]);
    if (outcome) room.onEnd(task.name, outcome, (performance.now() - began) / 1000);
    return result;
  } finally {
    over.abort();
  }
}

async function tryOnce<Deps, T extends TaskName>(
  room: JobRoom<Deps>,
  task: Task<Deps, T>,
  job: JobOf<T>,
): Promise<Ended> {
  const context = { jobId: job.id, attempt: job.retryCount + 1 };
  const over = AbortSignal.any([job.signal, room.closing]);
  try {
    const waiting = { isAwaited: job.priority >= URGENT, until: null };
    await underLease(leaseOf(room.boss, job, over), () =>
      whileWaiting(waiting, () =>
        look(() => task.run(room.deps, job.data, context), context.attempt, over),
      ),
    );
    room.log.debug(fieldsOf(job), 'job done');
    return { result: { id: job.id, status: 'completed' }, outcome: 'done' };
  } catch (error) {
    return failed(room, job, error);
  }
}

/** Runs a job, and again where what it needs was away for a moment only. */
async function look(run: () => Promise<void>, attempt: number, over: AbortSignal): Promise<void> {
  for (let count = 1; ; count += 1) {
    try {
      return await run();
    } catch (error) {
      const isAway = error instanceof AppError && error.code === 'unavailable';
      if (!isAway || error instanceof LeaseLost || over.aborted) throw error;
      if (attempt > FRESH_TRIES || count === LOOKS) throw error;
      await wait(LOOK_AGAIN_MS * count);
    }
  }
}

async function failed<Deps, T extends TaskName>(
  room: JobRoom<Deps>,
  job: JobOf<T>,
  error: unknown,
): Promise<Ended> {
  const failure = describeFailure(error);
  const fields = { ...fieldsOf(job), code: failure.problem.code };
  if (error instanceof LeaseLost) {
    // One that we handed back ourselves ends like this, too, and that has been said.
    if (!room.closing.aborted) room.log.info(fields, 'job taken over');
    return { result: { id: job.id, status: 'failed', output: failure }, outcome: null };
  }
  const waitMs = throttledFor(error);
  if (waitMs !== null) {
    room.log.info({ ...fields, waitMs }, 'job throttled');
    return postponed(room, job, waitMs * (1 + SPREAD * Math.random()));
  }
  if (mayPass(error)) {
    room.log.warn({ ...fields, err: error }, 'job failed, to be tried again');
    return { result: { id: job.id, status: 'failed', output: failure }, outcome: 'retry' };
  }
  room.log.error({ ...fields, err: error }, 'job failed for good');
  return { result: { id: job.id, status: 'deadletter', output: failure }, outcome: 'gaveUp' };
}

function handBack<Deps, T extends TaskName>(room: JobRoom<Deps>, job: JobOf<T>): Promise<Ended> {
  room.log.info(fieldsOf(job), 'job handed back');
  return postponed(room, job, 0);
}

/**
 * Ends this job and queues the same again, in one transaction: a try that was nobody's fault is not
 * counted. Where the claim is lost already, somebody else runs it, and nothing is queued.
 */
async function postponed<Deps, T extends TaskName>(
  room: JobRoom<Deps>,
  job: JobOf<T>,
  delayMs: number,
): Promise<Ended> {
  await room.database.db.transaction(async (tx) => {
    const db = fromDrizzle(tx, sql);
    const ended = await room.boss.complete(job.name, job, null, { db });
    if (affectedBy(ended) === 0) return;
    await room.boss.send(job.name, job.data, {
      db,
      priority: job.priority,
      singletonKey: job.singletonKey ?? undefined,
      startAfter: Math.ceil(delayMs / 1000),
    });
  });
  return { result: { id: job.id, status: 'completed' }, outcome: 'retry' };
}

/** Resolves when `signal` is aborted; listens no longer than `until`. */
function whenAborted(signal: AbortSignal, until: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true, signal: until });
  });
}

/** What the log may know of a job: its data are ids, but only these two are worth a search. */
function fieldsOf<T extends TaskName>(job: JobOf<T>): Record<string, unknown> {
  const { requestId, rowId }: { requestId?: string; rowId?: string } = job.data;
  return { task: job.name, jobId: job.id, attempt: job.retryCount + 1, requestId, rowId };
}
