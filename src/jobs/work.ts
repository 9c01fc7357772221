import type { Logger } from 'pino';
import { chainKey } from '../audit/chain-key.ts';
import { createSequencer } from '../audit/link-rows.ts';
import type { GuestDeps } from '../guests/deps.ts';
import { noticeArrivals } from '../guests/notice-arrivals.ts';
import { whileWaiting } from '../waiting.ts';
import { awaitOldActivities } from './old-activities.ts';
import { oncePerDueTime } from './once-per-due-time.ts';
import type { JobQueue } from './queue.ts';
import { type Repeated, repeat } from './repeat.ts';
import { tasks, timerKinds } from './tasks/index.ts';
import { sweepTimers } from './timers.ts';
import { startWorker, type Worker, type WorkerParts } from './worker.ts';

/** Seconds between two looks at what has come due, and at audit rows that are to be linked. */
const SWEEP_SECONDS = 1;

/** What all the work beside the turns is made of. */
export interface WorkParts extends Pick<WorkerParts<GuestDeps>, 'onEnd'> {
  readonly queue: JobQueue;
  readonly deps: GuestDeps;
  readonly log: Logger;
  /** Seconds between two looks at who has redeemed. */
  readonly arrivalPollSeconds: number;
}

/** Jobs and polls, as one thing that runs or rests. */
export interface Work {
  start(): Promise<void>;
  /** Ends what runs; what is not through in time is handed back to the queue. */
  stop(): Promise<void>;
  /** Looks at once at what the clock makes due. */
  lookNow(): Promise<void>;
}

/** Prepares the work; nothing runs before `start`. Stopped, it can be started again. */
export function createWork(parts: WorkParts): Work {
  const { queue, deps, log, onEnd, arrivalPollSeconds } = parts;
  let worker: Worker | null = null;
  let polls: readonly Repeated[] = [];
  const poll = (name: string, seconds: number, work: () => Promise<unknown>) =>
    repeat(
      seconds * 1000,
      async () => {
        await whileWaiting({ isAwaited: false, until: null }, work);
      },
      (err) => log.warn({ err, poll: name }, 'poll failed'),
    );
  return {
    async start() {
      const { db, clock } = deps;
      await awaitOldActivities(db, clock);
      worker = await startWorker({ queue, tasks, deps, log, onEnd, clock });
      const sequencer = createSequencer({ db, key: chainKey(deps.linkKey), log });
      polls = [
        poll('timers', SWEEP_SECONDS, () =>
          sweepTimers({ db, clock, log, kinds: timerKinds(deps) }),
        ),
        poll('audit', SWEEP_SECONDS, () => sequencer.link()),
        poll('arrivals', SWEEP_SECONDS, () =>
          oncePerDueTime(deps, { name: 'arrivals', everyMs: arrivalPollSeconds * 1000 }, () =>
            noticeArrivals(deps),
          ),
        ),
      ];
      await Promise.all(polls.map((each) => each.now()));
    },
    async stop() {
      const running = [...polls, ...(worker ? [worker] : [])];
      polls = [];
      worker = null;
      await Promise.all(running.map((each) => each.stop()));
    },
    async lookNow() {
      await Promise.all(polls.map((each) => each.now()));
    },
  };
}
