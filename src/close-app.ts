import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Server } from 'restify';
import type { Database } from './db/types.ts';
import type { JobQueue } from './jobs/queue.ts';
import type { Work } from './jobs/work.ts';
import type { Outside } from './outside.ts';
import type { Rehearsal } from './rehearsal.ts';
import type { Admin } from './server/admin.ts';
import { closeServer } from './server/listen.ts';

/** What of the bot is open. A start that fails may leave any part of it. */
export interface Opened {
  database?: Database;
  queue?: JobQueue;
  outside?: Outside;
  server?: Server;
  admin?: Admin;
  rehearsal?: Rehearsal | null;
  work?: Work;
}

/**
 * The longest that an end may take, in ms: 15 s of a turn, and what must follow it, within the 30 s after
 * which Kubernetes ends a process that was asked to end (`terminationGracePeriodSeconds`).
 */
const CLOSE_MS = 25_000;

/** Takes nothing new, ends what runs, lets go of the database; ends in time, whether all is through or not. */
export async function closeApp(opened: Opened, log: Logger): Promise<void> {
  const late = wait(CLOSE_MS, 'late', { ref: false });
  if ((await Promise.race([letGo(opened), late])) !== 'late') return;
  log.warn('ended before all was through; the queue makes up for it');
}

async function letGo({ server, admin, outside, queue, database, ...rest }: Opened): Promise<void> {
  await Promise.all([server && closeServer(server), admin?.close(), endWork(rest)]);
  await outside?.close();
  await queue?.close();
  await database?.close();
}

async function endWork({ rehearsal, work }: Pick<Opened, 'rehearsal' | 'work'>): Promise<void> {
  // First, as it may begin the work anew.
  await rehearsal?.stop();
  await work?.stop();
}
