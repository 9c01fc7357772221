import { expect, test } from '@jest/globals';
import { keep } from '../../src/graph/cache.ts';
import { whileWaiting } from '../../src/waiting.ts';

function given(read: (count: number) => Promise<number>) {
  let now = 1_000_000;
  let count = 0;
  const kept = keep({ now: () => new Date(now) }, 1000, () => {
    count += 1;
    return read(count);
  });
  return {
    kept,
    move: (ms: number) => {
      now += ms;
    },
  };
}

test('a value is read once for all who ask at the same time, and again when it is old', async () => {
  const { kept, move } = given(async (count) => count);
  expect(await Promise.all([kept.get(), kept.get()])).toEqual([1, 1]);
  move(999);
  expect(await kept.get()).toBe(1);
  move(1);
  expect(await kept.get()).toBe(2);
});

test('a clock that was moved back makes no value eternal', async () => {
  const { kept, move } = given(async (count) => count);
  await kept.get();
  move(-3_600_000);
  expect(await kept.get()).toBe(2);
});

test('a failed read is not kept', async () => {
  const { kept } = given(async (count) => {
    if (count === 1) throw new Error('down');
    return count;
  });
  await expect(kept.get()).rejects.toThrow('down');
  expect(await kept.get()).toBe(2);
});

test('people do not wait for a read that is made for nobody, though that one shares theirs', async () => {
  const { kept } = given((count) => (count === 1 ? new Promise(() => {}) : Promise.resolve(count)));
  const inBulk = () => whileWaiting({ isAwaited: false, until: null }, () => kept.get());
  void inBulk();
  expect(await kept.get()).toBe(2);
  expect(await inBulk()).toBe(2);
});
