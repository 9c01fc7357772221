import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { eq, sql } from 'drizzle-orm';
import { queueJobs } from '../../src/db/queue-tables.ts';
import { setTimer } from '../../src/db/timers.ts';
import type { Database } from '../../src/db/types.ts';
import { AppError } from '../../src/errors.ts';
import { listDeadLetters, runAgain } from '../../src/jobs/dead-letters.ts';
import { workPending } from '../../src/jobs/pending.ts';
import type { JobQueue } from '../../src/jobs/queue.ts';
import { sweepTimers, type TimerKinds } from '../../src/jobs/timers.ts';
import type { Worker } from '../../src/jobs/worker.ts';
import { LeaseLost } from '../../src/lease.ts';
import { createLog } from '../../src/log.ts';
import { givenDatabase } from '../support/database.ts';
import { emptyAll } from '../support/empty-all.ts';
import { givenQueue, hurry, until } from '../support/queue.ts';
import { type Doing, enqueue, givenWorker } from './given-worker.ts';

const clock = { now: () => new Date() };
let database: Database;
let queue: JobQueue;
let worker: Worker | undefined;

beforeAll(async () => {
  database = await givenDatabase();
  queue = await givenQueue(database);
});
beforeEach(() => emptyAll(database.db));
afterEach(async () => {
  await worker?.stop();
  worker = undefined;
});
afterAll(async () => {
  await queue.close();
  await database.close();
});

const work = async (doing: Doing) => {
  worker = await givenWorker(queue, doing);
};

/** Waits for the one job that waits for its next try: how long yet, in seconds, and how often it was tried. */
const waitingJob = (state: 'retry' | 'created') =>
  until(async () => {
    const [job] = await database.db
      .select({
        seconds: sql<number>`extract(epoch from ${queueJobs.startAfter} - now())::float8`,
        tried: queueJobs.retryCount,
      })
      .from(queueJobs)
      .where(eq(queueJobs.state, state));
    return job;
  });

const noLetter = () => until(async () => (await workPending(database.db, clock)) === 0);

test('a job that Graph was away for a moment for is not put off', async () => {
  const ends: string[] = [];
  let runs = 0;
  const run = () => {
    runs += 1;
    if (runs < 3) throw new AppError('unavailable');
  };
  worker = await givenWorker(queue, { 'refresh-cards': { run } }, (_, end) => void ends.push(end));
  await enqueue(database, queue, 'refresh-cards', { requestId: 'r1' });
  await noLetter();
  expect(runs).toBe(3);
  expect(ends).toEqual(['done']);
});

test('a job that Graph was away for is tried again, later each time, until it is done', async () => {
  const attempts: number[] = [];
  await work({
    'refresh-cards': {
      run: (_, { attempt }) => {
        if (attempts.at(-1) !== attempt) attempts.push(attempt);
        if (attempt < 3) throw new AppError('unavailable');
      },
    },
  });

  await enqueue(database, queue, 'refresh-cards', { requestId: 'r1' });
  const first = await waitingJob('retry');
  expect(first.seconds).toBeLessThanOrEqual(2);
  await hurry(database);
  await until(() => attempts.length === 2);
  const second = await waitingJob('retry');
  expect(second.seconds).toBeGreaterThan(1.5);
  expect(second.seconds).toBeLessThanOrEqual(4);
  await hurry(database);
  await noLetter();

  expect(attempts).toEqual([1, 2, 3]);
  expect(await listDeadLetters(database.db)).toEqual([]);
});

test('a throttled job waits as long as it was told, and that is not counted as a try', async () => {
  const attempts: number[] = [];
  await work({
    'send-invitation': {
      run: (_, { attempt }) => {
        attempts.push(attempt);
        if (attempts.length === 1) throw new AppError('throttled', { retryAfterMs: 60_000 });
      },
    },
  });

  await enqueue(database, queue, 'send-invitation', { rowId: 'g1' });
  await until(async () => attempts.length === 1);
  const waiting = await waitingJob('created');
  expect(waiting.seconds).toBeGreaterThan(58);
  expect(waiting.seconds).toBeLessThan(75);
  expect(await workPending(database.db, clock)).toBe(1);

  await hurry(database);
  await noLetter();
  expect(attempts).toEqual([1, 1]);
});

test('an error that no other try would mend ends the job at once, and its task is told why', async () => {
  const told: unknown[] = [];
  await work({
    'provision-guests': {
      run: () => {
        throw new AppError('resource.archived', { name: 'Project X' });
      },
      gaveUp: (data, error) => void told.push([data, error]),
    },
  });

  await enqueue(database, queue, 'provision-guests', { requestId: 'r1', rowIds: ['g1'] });
  await until(() => told.length === 1);
  await noLetter();

  expect(told).toEqual([
    [
      { requestId: 'r1', rowIds: ['g1'] },
      expect.objectContaining({ code: 'resource.archived', params: { name: 'Project X' } }),
    ],
  ]);
  expect(await listDeadLetters(database.db)).toEqual([
    expect.objectContaining({
      task: 'provision-guests',
      data: { requestId: 'r1', rowIds: ['g1'] },
      problem: { code: 'resource.archived', params: { name: 'Project X' } },
      attempts: 1,
    }),
  ]);
});

test('a mistake of ours ends the job as unexpected, with its cause kept for the operator', async () => {
  await work({
    'welcome-guest': {
      run: () => {
        throw new TypeError('x is not a function');
      },
    },
  });

  await enqueue(database, queue, 'welcome-guest', { rowId: 'g1' });
  const letter = await until(async () => (await listDeadLetters(database.db))[0]);
  expect(letter.problem).toEqual({ code: 'unexpected', params: {} });
  expect(letter.detail).toBe('TypeError: x is not a function');
});

test('a failed query leaves its values out of the dead letter', async () => {
  await work({
    'welcome-guest': {
      run: async () => {
        await database.db.execute(sql`select ${'the secret link'}::int`);
      },
    },
  });

  await enqueue(database, queue, 'welcome-guest', { rowId: 'g1' });
  const letter = await until(async () => (await listDeadLetters(database.db))[0]);
  expect(letter.detail).toMatch(/invalid input syntax for type integer/);
  expect(letter.detail).not.toMatch(/params|select/);
});

test('a job whose tries are used up is dead, with the last cause', async () => {
  const told: unknown[] = [];
  await work({
    'refresh-cards': {
      run: () => {
        throw new AppError('unavailable');
      },
      gaveUp: (_, error) => void told.push(error),
    },
  });
  await enqueue(database, queue, 'refresh-cards', { requestId: 'r1' });
  await waitingJob('retry');

  await database.db.execute(sql`update pgboss.job set retry_count = retry_limit - 1`);
  await hurry(database);
  await until(() => told.length === 1);
  expect(told).toEqual([expect.objectContaining({ code: 'unavailable' })]);
});

test('a try that finds its job taken over ends there, is no failure and is not counted', async () => {
  let runs = 0;
  const ends: string[] = [];
  const lines: string[] = [];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  const run = () => {
    runs += 1;
    throw new LeaseLost();
  };
  const onEnd = (_: string, end: string) => void ends.push(end);
  worker = await givenWorker(queue, { 'refresh-cards': { run } }, onEnd, log);
  await enqueue(database, queue, 'refresh-cards', { requestId: 'r1' });
  await waitingJob('retry');
  expect(runs).toBe(1);
  expect(ends).toEqual([]);
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['job taken over']);
});

test('telling the task of a dead job is itself tried again, and the letter stays one', async () => {
  let told = 0;
  await work({
    'refresh-cards': {
      run: () => {
        throw new AppError('guest.blocked');
      },
      gaveUp: () => {
        told += 1;
        if (told === 1) throw new AppError('unavailable');
      },
    },
  });

  await enqueue(database, queue, 'refresh-cards', { requestId: 'r1' });
  await waitingJob('retry');
  expect(await workPending(database.db, clock)).toBe(1);
  await hurry(database);
  await noLetter();
  expect(told).toBe(2);
  expect(await listDeadLetters(database.db)).toHaveLength(1);
});

test('a dead letter is run again once, however often it is asked for', async () => {
  let healed = false;
  let ran = 0;
  await work({
    'welcome-guest': {
      run: () => {
        ran += 1;
        if (!healed) throw new AppError('guest.blocked');
      },
    },
  });
  await enqueue(database, queue, 'welcome-guest', { rowId: 'g1' });
  const letter = await until(async () => (await listDeadLetters(database.db))[0]);
  healed = true;

  const asked = [await runAgain(queue, letter.id), await runAgain(queue, letter.id)];
  await noLetter();
  expect(asked).toEqual([true, false]);
  expect(ran).toBe(2);
  expect(await listDeadLetters(database.db)).toEqual([]);
});

test('a dead job that can never be settled does not count as pending for ever', async () => {
  let told = 0;
  await work({
    'refresh-cards': {
      run: () => {
        throw new AppError('guest.blocked');
      },
      gaveUp: () => {
        told += 1;
        throw new TypeError('x is not a function');
      },
    },
  });

  await enqueue(database, queue, 'refresh-cards', { requestId: 'r1' });
  await until(async () => {
    await hurry(database);
    return told > 0 && (await workPending(database.db, clock)) === 0;
  });
  expect(told).toBe(5);
  expect(await listDeadLetters(database.db)).toHaveLength(1);
});

test('work that goes from a timer to a job is counted at every moment', async () => {
  const { db } = database;
  await setTimer(db, { kind: 'note', subject: 'r1', dueAt: new Date(0) });
  const kinds: TimerKinds = {
    note: (tx, { subject }) => queue.enqueue(tx, 'refresh-cards', { requestId: subject }),
  };
  const log = { error: () => undefined };
  const looks = Array.from({ length: 20 }, () => workPending(db, clock));
  const [seen] = await Promise.all([Promise.all(looks), sweepTimers({ db, clock, kinds, log })]);
  expect(seen).not.toContain(0);
  expect(await workPending(db, clock)).toBe(1);
});
