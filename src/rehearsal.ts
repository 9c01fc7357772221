import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { MovableClock } from './clock.ts';
import { beginAnew } from './db/empty-all.ts';
import type { Database } from './db/types.ts';
import { type Repeated, repeat } from './jobs/repeat.ts';
import type { Work } from './jobs/work.ts';
import { isForeign } from './own-origin.ts';

/** The product in a rehearsal: its clock and its data go with the sandbox's. */
export interface Rehearsal {
  /** Follows for the first time, and so begins the work; whoever comes later waits for the same. */
  start(): Promise<void>;
  /** Follows at once, where the sandbox asks for it; gives the status of the answer. */
  follow(req: IncomingMessage): Promise<number>;
  /** Follows no more. */
  stop(): Promise<void>;
  /** `ok` once the sandbox has been followed, or why the product cannot serve yet. */
  check(): Promise<string>;
}

interface RehearsalParts {
  readonly clock: MovableClock;
  readonly database: Database;
  readonly work: Work;
  readonly log: Logger;
  readonly onEmptied: () => void;
}

/** The sandbox nudges us when something changed; this is for the nudges that got lost, in ms. */
const FOLLOW_MS = 1000;

/** A sandbox that is there answers at once; one that hangs is asked again, in ms. */
const PATIENCE_MS = 5000;

/** What the sandbox says of itself: another epoch means that its tenant went back to the start. */
const Rehearsed = z.object({ epoch: z.string(), clockOffsetMs: z.number() });
const EPOCH = 'sandbox.epoch';

/** Follows the sandbox's clock, and empties our own data when its tenant was put back to the start. */
export function rehearse(origin: string, parts: RehearsalParts): Rehearsal {
  const { clock, database, work, log, onEmptied } = parts;
  let followed: string | null = null;
  let offset = 0;
  const follow = async () => {
    const { epoch, clockOffsetMs } = await readState(origin);
    const moved = offset !== clockOffsetMs;
    offset = clockOffsetMs;
    clock.moveBy(clockOffsetMs);
    const begun = followed === epoch;
    if (!begun) {
      // Whichever instance empties: none goes on with what was before.
      if (followed !== null) await work.stop();
      await beginAnew(database.db, { key: EPOCH, value: epoch, at: clock.now() });
      onEmptied();
      await work.start();
    } else if (moved) await work.lookNow();
    followed = epoch;
  };
  let following: Repeated | null = null;
  let first: Promise<void> | null = null;
  return {
    start() {
      following ??= repeat(FOLLOW_MS, follow, (err) => log.warn({ err }, 'sandbox not followed'));
      first ??= following.now();
      return first;
    },
    async follow(req) {
      if (isForeign(req)) return 403;
      await following?.now();
      return 200;
    },
    stop: async () => following?.stop(),
    check: async () => (followed === null ? 'the sandbox does not answer yet' : 'ok'),
  };
}

async function readState(origin: string) {
  const response = await fetch(`${origin}/_sandbox/state`, {
    headers: { 'x-sandbox-observer': '1' },
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  return Rehearsed.parse(await response.json());
}
