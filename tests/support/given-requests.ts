import { sql } from 'drizzle-orm';
import * as schema from '../../src/db/schema.ts';
import type { Db } from '../../src/db/types.ts';
import { isPassing } from '../../src/errors.ts';
import type { GuestDeps } from '../../src/guests/deps.ts';
import type { JobContext } from '../../src/jobs/task.ts';
import { tasks } from '../../src/jobs/tasks/index.ts';
import { textsFor } from '../../src/language/texts.ts';
import type { Reading } from '../../src/requests/deps.ts';
import type { ChatMessage, TaskName, TaskPayloads } from '../../src/requests/ports.ts';
import type { Presenter } from '../../src/requests/presenter.ts';
import { type StartOutcome, startRequest } from '../../src/requests/start-request.ts';
import type { RequestView, RequestWish } from '../../src/requests/types.ts';
import { behindItsBack } from './behind-its-back.ts';
import { type Company, givenCompany } from './company/company.ts';
import { directoryOf } from './company/directory.ts';
import { mailboxesOf } from './company/mailboxes.ts';
import { notifierOf } from './company/notifier.ts';
import { tenantOf } from './company/tenant.ts';
import { givenSqlQueue, type SqlQueue } from './sql-queue.ts';

/** A company, empty tables, and everything the operations need. */
export interface Given {
  readonly company: Company;
  readonly deps: GuestDeps;
  readonly queue: SqlQueue;
  /** Moves the clock. */
  advance(ms: number): void;
}

/** Empties the tables and gives a fresh company on them. */
export async function givenRequests(db: Db): Promise<Given> {
  const queue = await givenSqlQueue(db);
  // Deleting is quicker than truncating, which makes and syncs new files.
  await db.transaction(async (tx) => {
    await tx.execute(sql`delete from remembered_jobs`);
    await tx.delete(schema.requests);
    await tx.delete(schema.notices);
    await tx.delete(schema.facts);
    await tx.delete(schema.timers);
    await tx.delete(schema.personKeys);
    await tx.delete(schema.auditWaiting);
  });
  await behindItsBack(db, async (tx) => {
    await tx.delete(schema.audit);
    await tx.delete(schema.auditChain);
  });
  const company = givenCompany();
  let now = Date.parse('2026-11-21T10:00:00Z');
  const next = counter();
  const deps: GuestDeps = {
    db,
    queue,
    clock: { now: () => new Date(now) },
    random: {
      text: (length) => String(next()).padStart(length, 'r'),
      uuid: () => `row-${String(next()).padStart(4, '0')}`,
    },
    directory: directoryOf(company),
    reading,
    settings: { directoryOnly: true },
    tenant: tenantOf(company),
    mailboxes: mailboxesOf(company),
    notifier: notifierOf(company),
    presenter,
    linkKey: new Uint8Array(32).fill(7),
    brand: { name: 'WoodGrove', color: '#4f52b2', logoUrl: null },
    texts: textsFor,
  };
  const advance = (ms: number) => {
    now += ms;
  };
  return { company, deps, queue, advance };
}

/** 1, 2, 3 … */
function counter(): () => number {
  let count = 0;
  return () => {
    count += 1;
    return count;
  };
}

/** Addresses as plain as tests need them; a tag after a plus sign is refused as Entra does. */
const reading: Reading = {
  checkAddress: (address) =>
    address.includes('+')
      ? {
          problem: { code: 'guest.plusAddress', params: { address } },
          suggestion: address.replace(/\+[^@]*/, ''),
        }
      : null,
  readGuests: (text) =>
    text
      .split(/[\s,]+/)
      .filter((each) => each !== '')
      .map((address) => ({ address, name: null })),
};

/** Says in short what a message shows, so that tests can read it. */
const presenter: Presenter = {
  requestMessage: (view, { role }) => say(`${role} sees ${view.status} v${view.version}`),
  requesterNews: (event, view, guest) => say(`${event} ${guest?.address ?? view.status}`),
  channelWelcome: ({ guest, sponsor, resource }) => ({
    ...say(`welcome ${guest.name} to ${resource.name} by ${sponsor.name}`),
    mentions: guest.rosterId ? [{ id: guest.rosterId, name: guest.name }] : [],
  }),
  ownRightOffer: () => say('own right?'),
  guestWelcome: ({ guest, sponsor, resources }) =>
    say(`welcome ${guest.address}: ${resources.map(({ url }) => url).join(' ')}, ${sponsor.name}`),
};

function say(text: string): ChatMessage {
  return { text };
}

/** A wish with everything else left out. */
export function wish(changes: Partial<RequestWish> = {}): RequestWish {
  return {
    guests: [{ address: 'sam@gmail.com', name: null }],
    resources: ['Project X'],
    directoryOnly: false,
    reason: null,
    until: null,
    message: null,
    ...changes,
  };
}

const nextActivity = counter();

/** The actor asks in his own chat, in an activity of its own unless one is named. */
export function ask(
  deps: GuestDeps,
  actorId: string,
  asked: Partial<RequestWish> = {},
  activityId = `asked-${nextActivity()}`,
): Promise<StartOutcome> {
  const origin = {
    conversationId: `chat-${actorId}`,
    activityId,
    serviceUrl: 'https://teams.test/',
    source: 'chat' as const,
    locale: 'en-GB',
  };
  return startRequest(deps, { wish: wish(asked), actorId, origin });
}

/** The view of what was started; anything else fails the test. */
export function started(outcome: StartOutcome): RequestView {
  if (outcome.kind !== 'started') throw new Error(`Not started but ${JSON.stringify(outcome)}`);
  return outcome.view;
}

/** How often a job that fails for the moment is run again. */
const PATIENCE = 20;

/** Runs every job until none waits, each `times` times, or `most` of them. One that may pass is tried again, as the queue does. */
export async function runJobs(
  given: Pick<Given, 'deps' | 'queue'>,
  times = 1,
  most = Number.POSITIVE_INFINITY,
): Promise<void> {
  const failures = new Map<string, number>();
  for (let ran = 0; ran < most; ran += 1) {
    const job = await given.queue.take();
    if (!job) return;
    try {
      for (let run = 0; run < times; run += 1) await runJob(given.deps, job.task, job.data);
    } catch (error) {
      const key = JSON.stringify(job);
      const failed = (failures.get(key) ?? 0) + 1;
      failures.set(key, failed);
      if (isPassing(error) && failed < PATIENCE) await given.queue.putBack(job);
      else await giveUp(given.deps, job.task, job.data, error);
    }
  }
}

function runJob<T extends TaskName>(deps: GuestDeps, name: T, data: TaskPayloads[T]) {
  const context: JobContext = { jobId: 'job', attempt: 1 };
  return tasks[name].run(deps, data, context);
}

async function giveUp<T extends TaskName>(
  deps: GuestDeps,
  name: T,
  data: TaskPayloads[T],
  error: unknown,
): Promise<void> {
  await tasks[name].gaveUp?.(deps, data, error);
}
