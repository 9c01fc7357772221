import type { Logger } from 'pino';
import type { GuestDeps } from '../guests/deps.ts';
import { noticeArrivals } from '../guests/notice-arrivals.ts';
import type { JobQueue } from './queue.ts';
import { type Repeated, repeat } from './repeat.ts';
import { tasks, timerKinds } from './tasks/index.ts';
import { sweepTimers } from './timers.ts';
import { startWorker, type Worker, type WorkerParts } from './worker.ts';

/** Seconds between two looks at what has come due. */
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
        await work();
      },
      (err) => log.warn({ err, poll: name }, 'poll failed'),
    );
  return {
    async start() {
      worker = await startWorker({ queue, tasks, deps, log, onEnd, clock: deps.clock });
      const { db, clock } = deps;
      polls = [
        poll('timers', SWEEP_SECONDS, () =>
          sweepTimers({ db, clock, log, kinds: timerKinds(deps) }),
        ),
        poll('arrivals', arrivalPollSeconds, () => noticeArrivals(deps)),
      ];
      await Promise.all(polls.map((each) => each.now()));
    },
    async stop() {
      await Promise.all(polls.map((each) => each.stop()));
      polls = [];
      await worker?.stop();
      worker = null;
    },
    async lookNow() {
      await Promise.all(polls.map((each) => each.now()));
    },
  };
}
