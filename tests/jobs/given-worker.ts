import type { Logger } from 'pino';
import type { Database } from '../../src/db/types.ts';
import type { JobQueue } from '../../src/jobs/queue.ts';
import type { JobContext, TaskRegistry } from '../../src/jobs/task.ts';
import { startWorker, type Worker } from '../../src/jobs/worker.ts';
import type { TaskName, TaskPayloads } from '../../src/requests/ports.ts';

/** What a test has the tasks do: by default nothing. */
export type Doing = {
  readonly [T in TaskName]?: {
    run(data: TaskPayloads[T], context: JobContext): Promise<void> | void;
    gaveUp?(data: TaskPayloads[T], error: unknown): Promise<void> | void;
    concurrency?: number;
  };
};

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** A worker on this queue whose tasks do what the test says. */
export function givenWorker(
  queue: JobQueue,
  doing: Doing,
  onEnd: (task: TaskName, outcome: string) => void = () => undefined,
  log: Pick<Logger, keyof typeof silent> = silent,
): Promise<Worker> {
  const clock = { now: () => new Date() };
  return startWorker({ queue, tasks: registry(doing), deps: null, log, clock, onEnd });
}

/** Puts one job into the queue, in a transaction of its own. */
export function enqueue<T extends TaskName>(
  { db }: Database,
  queue: JobQueue,
  task: T,
  data: TaskPayloads[T],
  urgent = false,
): Promise<void> {
  return db.transaction((tx) => queue.enqueue(tx, task, data, { urgent }));
}

function registry(doing: Doing): TaskRegistry<null> {
  const task = <T extends TaskName>(name: T, does: Doing[T]) => ({
    name,
    run: async (_: null, data: TaskPayloads[T], context: JobContext) => does?.run(data, context),
    gaveUp: async (_: null, data: TaskPayloads[T], error: unknown) => does?.gaveUp?.(data, error),
    concurrency: does?.concurrency,
  });
  return {
    'notify-approvers': task('notify-approvers', doing['notify-approvers']),
    'check-approvers': task('check-approvers', doing['check-approvers']),
    'follow-decision': task('follow-decision', doing['follow-decision']),
    'offer-own-right': task('offer-own-right', doing['offer-own-right']),
    'refresh-cards': task('refresh-cards', doing['refresh-cards']),
    'show-first-card': task('show-first-card', doing['show-first-card']),
    'provision-guests': task('provision-guests', doing['provision-guests']),
    'send-invitation': task('send-invitation', doing['send-invitation']),
    'welcome-guest': task('welcome-guest', doing['welcome-guest']),
    'tell-requester': task('tell-requester', doing['tell-requester']),
  };
}
