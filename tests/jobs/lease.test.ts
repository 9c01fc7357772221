import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { JobWithMetadata, PgBoss } from 'pg-boss';
import { leaseOf } from '../../src/jobs/lease.ts';
import { confirmLease, LeaseLost, underLease } from '../../src/lease.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** A lease on a job of which the queue says, when it is asked, how many it still knows as ours. */
function givenLease(known: () => number) {
  const asked: string[] = [];
  const over = new AbortController();
  const job = { id: 'j1', name: 'refresh-cards' } as JobWithMetadata<object>;
  const boss = {
    touch: async (name: string) => {
      asked.push(name);
      return { affected: known() };
    },
  } as unknown as PgBoss;
  return { confirm: leaseOf(boss, job, over.signal), asked, abort: () => over.abort() };
}

test('the queue is asked at first, and its word holds for a while', async () => {
  const { confirm, asked } = givenLease(() => 1);
  await confirm();
  jest.advanceTimersByTime(4999);
  await confirm();
  expect(asked).toHaveLength(1);
  jest.advanceTimersByTime(1);
  await confirm();
  expect(asked).toHaveLength(2);
});

test('who comes back and finds that somebody else has the job goes no further', async () => {
  const known = [1, 0];
  const { confirm } = givenLease(() => known.shift() ?? 0);
  const done: string[] = [];
  const work = underLease(confirm, async () => {
    await confirmLease();
    done.push('before');
    jest.advanceTimersByTime(12_000);
    await confirmLease();
    done.push('after');
  });
  await expect(work).rejects.toBeInstanceOf(LeaseLost);
  expect(done).toEqual(['before']);
});

test('who has been told goes no further, without asking', async () => {
  const { confirm, asked, abort } = givenLease(() => 1);
  abort();
  await expect(confirm()).rejects.toBeInstanceOf(LeaseLost);
  expect(asked).toEqual([]);
});

test('what runs beside no job needs no lease', async () => {
  await expect(confirmLease()).resolves.toBeUndefined();
});
