import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { queues } from '../../src/db/queue-tables.ts';
import type { Database } from '../../src/db/types.ts';
import { AppError } from '../../src/errors.ts';
import type { JobQueue } from '../../src/jobs/queue.ts';
import type { Worker } from '../../src/jobs/worker.ts';
import { confirmLease, LeaseLost } from '../../src/lease.ts';
import { isAwaited } from '../../src/waiting.ts';
import { givenDatabase } from '../support/database.ts';
import { emptyAll } from '../support/empty-all.ts';
import { givenQueue, until, waitingTasks } from '../support/queue.ts';
import { type Doing, enqueue, givenWorker } from './given-worker.ts';

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

test('a job of a transaction that fails does not exist', async () => {
  const failing = database.db.transaction(async (tx) => {
    await queue.enqueue(tx, 'refresh-cards', { requestId: 'r1' });
    throw new Error('changed my mind');
  });

  await expect(failing).rejects.toThrow('changed my mind');
  expect(await waitingTasks(database)).toEqual([]);
});

test('a job of a transaction that commits runs exactly once', async () => {
  const ran: string[] = [];
  await work({ 'refresh-cards': { run: ({ requestId }) => void ran.push(requestId) } });

  await enqueue(database, queue, 'refresh-cards', { requestId: 'first' });
  await until(() => ran.includes('first'));
  await enqueue(database, queue, 'refresh-cards', { requestId: 'second' });
  await until(() => ran.includes('second'));
  expect(ran).toEqual(['first', 'second']);
});

test('jobs that cause jobs are run to the end of the chain', async () => {
  const ran: string[] = [];
  const then = (task: 'provision-guests' | 'send-invitation' | 'welcome-guest') => async () => {
    ran.push(task);
    if (task === 'provision-guests')
      await enqueue(database, queue, 'send-invitation', { rowId: 'g1' });
    if (task === 'send-invitation')
      await enqueue(database, queue, 'welcome-guest', { rowId: 'g1' });
  };
  await work({
    'provision-guests': { run: then('provision-guests') },
    'send-invitation': { run: then('send-invitation') },
    'welcome-guest': { run: then('welcome-guest') },
  });

  await enqueue(database, queue, 'provision-guests', { requestId: 'r1', rowIds: ['g1'] });
  await until(() => ran.length === 3);
  expect(ran).toEqual(['provision-guests', 'send-invitation', 'welcome-guest']);
});

test('more jobs than lanes are all run, no more at a time than the task wants', async () => {
  let running = 0;
  let most = 0;
  let ended = 0;
  await work({
    'send-invitation': {
      concurrency: 3,
      run: async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running -= 1;
        ended += 1;
      },
    },
  });

  await database.db.transaction(async (tx) => {
    for (let row = 0; row < 40; row += 1) {
      await queue.enqueue(tx, 'send-invitation', { rowId: `g${row}` });
    }
  });
  await until(() => ended === 40);
  expect(most).toBeLessThanOrEqual(3);
});

test('what a person waits for is run while bulk work holds every other lane', async () => {
  const ran: string[] = [];
  const held = Promise.withResolvers<void>();
  await work({
    'provision-guests': {
      run: async ({ requestId }) => {
        ran.push(requestId);
        if (requestId === 'bulk') await held.promise;
      },
    },
  });
  for (let chunk = 0; chunk < 6; chunk += 1) {
    await enqueue(database, queue, 'provision-guests', { requestId: 'bulk', rowIds: [] });
  }
  await until(() => ran.length === 2);

  await enqueue(database, queue, 'provision-guests', { requestId: 'john', rowIds: [] }, true);
  await until(() => ran.includes('john'));
  expect(ran).toEqual(['bulk', 'bulk', 'john']);
  held.resolve();
});

test('what a job calls knows whether somebody waits for it', async () => {
  const awaited = new Map<string, boolean>();
  await work({
    'refresh-cards': { run: ({ requestId }) => void awaited.set(requestId, isAwaited()) },
  });
  await enqueue(database, queue, 'refresh-cards', { requestId: 'bulk' }, false);
  await enqueue(database, queue, 'refresh-cards', { requestId: 'urgent' }, true);
  await until(() => awaited.size === 2);
  expect(Object.fromEntries(awaited)).toEqual({ bulk: false, urgent: true });
});

test('a job that is not through when the worker stops is handed back and run by the next one', async () => {
  const attempts: number[] = [];
  const goOn = Promise.withResolvers<void>();
  const told = Promise.withResolvers<unknown>();
  await work({
    'refresh-cards': {
      run: async (_, { attempt }) => {
        await confirmLease();
        attempts.push(attempt);
        await goOn.promise;
        await confirmLease().then(() => told.resolve('go on'), told.resolve);
      },
    },
  });
  await enqueue(database, queue, 'refresh-cards', { requestId: 'r1' });
  await until(() => attempts.length === 1);

  await worker?.stop(10);
  goOn.resolve();
  expect(await told.promise).toBeInstanceOf(LeaseLost);
  expect(await waitingTasks(database)).toEqual(['refresh-cards']);

  await work({ 'refresh-cards': { run: (_, { attempt }) => void attempts.push(attempt) } });
  await until(() => attempts.length === 2);
  expect(attempts).toEqual([1, 1]);
});

test.each([
  ['refresh-cards', (about: string) => ({ requestId: about })],
  ['notify-approvers', (about: string) => ({ requestId: about })],
] as const)(
  'of %s, jobs about one request run one after another, about two side by side',
  async (task, about) => {
    const running: string[] = [];
    const seen: string[][] = [];
    let ended = 0;
    const run = async ({ requestId }: { requestId: string }) => {
      running.push(requestId);
      seen.push([...running].sort());
      await new Promise((resolve) => setTimeout(resolve, 100));
      running.splice(running.indexOf(requestId), 1);
      ended += 1;
    };
    await work({ [task]: { run, concurrency: 4 } });
    await database.db.transaction(async (tx) => {
      for (const each of ['r1', 'r1', 'r1', 'r2']) await queue.enqueue(tx, task, about(each));
    });

    await until(() => ended === 4);
    expect(seen.filter((them) => new Set(them).size < them.length)).toEqual([]);
    expect(seen).toContainEqual(['r1', 'r2']);
  },
);

test('a job that is throttled still waits for the one about the same', async () => {
  let running = 0;
  let most = 0;
  let tries = 0;
  await work({
    'welcome-guest': {
      concurrency: 4,
      run: async () => {
        tries += 1;
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 100));
        running -= 1;
        if (tries <= 3) throw new AppError('throttled', { retryAfterMs: 1 });
      },
    },
  });
  for (let job = 0; job < 3; job += 1) {
    await enqueue(database, queue, 'welcome-guest', { rowId: 'g1' });
  }
  await until(
    async () => tries >= 6 && (await waitingTasks(database)).length === 0 && running === 0,
  );
  expect(most).toBe(1);
});

test('a queue of an older release takes on how its jobs exclude each other', async () => {
  const { boss } = queue;
  await database.db.update(queues).set({ policy: 'standard' });
  const next = await givenQueue(database);
  const found = await boss.getQueues(['refresh-cards', 'provision-guests']);
  await next.close();
  expect(Object.fromEntries(found.map(({ name, policy }) => [name, policy]))).toEqual({
    'refresh-cards': 'singleton',
    'provision-guests': 'standard',
  });
});
