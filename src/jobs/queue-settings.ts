import type { Queue as QueueDefinition } from 'pg-boss';
import type { TaskName, TaskPayloads } from '../requests/ports.ts';

/** Where jobs go that ended for good: `bury.ts` takes them out again. */
export const DEAD = 'dead-letters';

/** What a person waits for goes before what is sent in bulk. */
export const URGENT = 10;

const YEAR = 365 * 24 * 3600;

/**
 * How every queue behaves. A job is tried again after 1–2 s, 2–4 s, 4–8 s … at most 10 minutes apart,
 * for about six hours. Being throttled is no failure and uses up no try. A job whose process is gone
 * is handed out again when it has not been heard of for `heartbeatSeconds` (10 is pg-boss' least).
 */
const common = {
  retryLimit: 45,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 600,
  heartbeatSeconds: 10,
  expireInSeconds: 900,
  retentionSeconds: 10 * YEAR,
  deleteAfterSeconds: 24 * 3600,
  notify: true,
} satisfies Omit<QueueDefinition, 'name'>;

/** How the queue of each task differs from the others. A task that is missing here does not compile. */
const special: Record<TaskName, Partial<typeof common> & Pick<QueueDefinition, 'policy'>> = {
  'notify-approvers': { policy: 'singleton' },
  'check-approvers': {},
  'follow-decision': {},
  'offer-own-right': {},
  'refresh-cards': { policy: 'singleton' },
  'show-first-card': {},
  'provision-guests': {},
  'send-invitation': {},
  'welcome-guest': { policy: 'singleton' },
  'tell-requester': {},
};

/**
 * What a job of a `singleton` task is about: while one that is about the same runs, the others wait, so
 * that no message is sent twice and none overtakes a newer one. Any number may be queued.
 */
const subjects: { readonly [T in TaskName]?: (data: TaskPayloads[T]) => string } = {
  'notify-approvers': ({ requestId }) => requestId,
  'refresh-cards': ({ requestId }) => requestId,
  'welcome-guest': ({ rowId }) => rowId,
};

/** What the jobs that may not run beside this one have in common with it; undefined: it may run beside any. */
export function subjectOf<T extends TaskName>(task: T, data: TaskPayloads[T]): string | undefined {
  return subjects[task]?.(data);
}

/** Every task there is. */
export const taskNames = Object.keys(special).filter(isTaskName);

/** The queues to be made, the dead letters' first: the others point to it. */
export const queues: readonly QueueDefinition[] = [
  { ...common, name: DEAD },
  ...taskNames.map((name) => ({ ...common, ...special[name], name, deadLetter: DEAD })),
];

/** Whether a queue's name is that of one of our tasks. */
export function isTaskName(name: string): name is TaskName {
  return Object.hasOwn(special, name);
}
