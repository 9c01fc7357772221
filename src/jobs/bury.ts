import type { JobResult, JobWithMetadata } from 'pg-boss';
import type { Clock, TaskName } from '../requests/ports.ts';
import { mayPass } from '../requests/problem-of.ts';
import { keepDeadLetter, readPayload } from './dead-letters.ts';
import { describeFailure, failureError, readFailure } from './failure.ts';
import { isTaskName } from './queue-settings.ts';
import type { JobRoom } from './run-job.ts';
import type { TaskRegistry } from './task.ts';

/** Tries to settle a dead job where the cause is a mistake of ours: another try will hardly mend it. */
const TRIES = 5;

/**
 * Takes a job that ended for good: keeps it where it can be seen and run again, and has its task say
 * what that means for people. However a job dies (its own error, too many tries, a process killed
 * once too often), it comes through here; where this fails, it is tried again, though not for ever.
 */
export async function bury<Deps>(
  room: JobRoom<Deps> & { readonly clock: Clock; readonly tasks: TaskRegistry<Deps> },
  job: JobWithMetadata,
): Promise<JobResult> {
  const { sourceName: task, sourceId, sourceOutput, sourceRetryCount } = job;
  if (task === null || !isTaskName(task)) return { id: job.id, status: 'completed' };
  const failure = readFailure(sourceOutput);
  try {
    await keepDeadLetter(room.database.db, {
      id: sourceId ?? job.id,
      task,
      data: readPayload(task, job.data),
      problem: failure.problem,
      detail: failure.detail,
      attempts: (sourceRetryCount ?? 0) + 1,
      at: room.clock.now(),
    });
    await giveUp(room, task, job.data, failureError(failure));
    return { id: job.id, status: 'completed' };
  } catch (error) {
    const last = mayPass(error) ? job.retryCount >= job.retryLimit : job.retryCount + 1 >= TRIES;
    const event = last ? 'dead job given up unsettled' : 'dead job not settled';
    room.log.error({ task, jobId: sourceId, err: error }, event);
    // The letter, where it could be written, stays for whoever operates the product.
    if (last) return { id: job.id, status: 'completed' };
    return { id: job.id, status: 'failed', output: describeFailure(error) };
  }
}

async function giveUp<Deps, T extends TaskName>(
  room: JobRoom<Deps> & { readonly tasks: TaskRegistry<Deps> },
  task: T,
  data: unknown,
  error: unknown,
): Promise<void> {
  await room.tasks[task].gaveUp?.(room.deps, readPayload(task, data), error);
}
