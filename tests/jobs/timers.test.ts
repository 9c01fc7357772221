import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { clearTimer, setTimer } from '../../src/db/timers.ts';
import type { Database } from '../../src/db/types.ts';
import { workPending } from '../../src/jobs/pending.ts';
import type { JobQueue } from '../../src/jobs/queue.ts';
import { sweepTimers, type TimerKinds } from '../../src/jobs/timers.ts';
import { givenDatabase } from '../support/database.ts';
import { emptyAll } from '../support/empty-all.ts';
import { givenQueue, waitingTasks } from '../support/queue.ts';

const noon = new Date('2026-11-21T12:00:00Z');
let now = noon;
const clock = { now: () => now };
let database: Database;
let queue: JobQueue;
const errors: unknown[] = [];

beforeAll(async () => {
  database = await givenDatabase();
  queue = await givenQueue(database);
});
beforeEach(async () => {
  await emptyAll(database.db);
  now = noon;
  errors.length = 0;
});
afterAll(async () => {
  await queue.close();
  await database.close();
});

const advance = (hours: number) => {
  now = new Date(now.getTime() + hours * 3_600_000);
};
const inHours = (hours: number) => new Date(noon.getTime() + hours * 3_600_000);
const sweep = (kinds: TimerKinds) =>
  sweepTimers({
    db: database.db,
    clock,
    kinds,
    log: { error: (each: unknown) => errors.push(each) },
  });

const kinds: TimerKinds = {
  remind: (tx, { subject }) => queue.enqueue(tx, 'notify-approvers', { requestId: subject }),
};

test('a timer waits for the clock that is handed in, and runs once', async () => {
  await setTimer(database.db, { kind: 'remind', subject: 'r1', dueAt: inHours(48) });

  expect(await sweep(kinds)).toBe(0);
  expect(await workPending(database.db, clock)).toBe(0);

  advance(48);
  expect(await workPending(database.db, clock)).toBe(1);
  expect(await sweep(kinds)).toBe(1);
  expect(await sweep(kinds)).toBe(0);
  expect(await waitingTasks(database)).toEqual(['notify-approvers']);
});

test('setting a timer again moves it, and clearing it takes it back', async () => {
  await setTimer(database.db, { kind: 'remind', subject: 'r1', dueAt: inHours(1) });
  await setTimer(database.db, { kind: 'remind', subject: 'r1', dueAt: inHours(5) });
  await setTimer(database.db, { kind: 'remind', subject: 'r2', dueAt: inHours(1) });
  await clearTimer(database.db, 'remind', 'r2');

  advance(2);
  expect(await sweep(kinds)).toBe(0);
  advance(3);
  expect(await sweep(kinds)).toBe(1);
});

test('timers run in the order in which they came due', async () => {
  const order: string[] = [];
  for (const [subject, hours] of [
    ['late', 3],
    ['early', 1],
    ['middle', 2],
  ] as const) {
    await setTimer(database.db, { kind: 'note', subject, dueAt: inHours(hours) });
  }

  advance(4);
  await sweep({ note: async (_tx, { subject }) => void order.push(subject) });
  expect(order).toEqual(['early', 'middle', 'late']);
});

test('a timer whose effect fails undoes it, stays due, and holds up no other', async () => {
  await setTimer(database.db, { kind: 'remind', subject: 'bad', dueAt: inHours(1) });
  await setTimer(database.db, { kind: 'remind', subject: 'good', dueAt: inHours(2) });
  const failing: TimerKinds = {
    remind: async (tx, timer, at) => {
      await kinds.remind?.(tx, timer, at);
      if (timer.subject === 'bad') throw new Error('not today');
    },
  };

  advance(3);
  expect(await sweep(failing)).toBe(1);
  expect(errors).toHaveLength(1);
  expect(await waitingTasks(database)).toEqual(['notify-approvers']);
  expect(await sweep(kinds)).toBe(1);
});

test('two sweeps at once run each timer once', async () => {
  const ran: string[] = [];
  for (let each = 0; each < 10; each += 1) {
    await setTimer(database.db, { kind: 'note', subject: `r${each}`, dueAt: inHours(1) });
  }
  const note: TimerKinds = { note: async (_tx, { subject }) => void ran.push(subject) };

  advance(2);
  await Promise.all([sweep(note), sweep(note)]);
  expect(ran.sort()).toEqual(Array.from({ length: 10 }, (_, each) => `r${each}`));
});
