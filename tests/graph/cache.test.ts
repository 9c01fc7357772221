import { expect, test } from '@jest/globals';
import { keep } from '../../src/graph/cache.ts';
import { machineTimer } from '../../src/pace/timer.ts';
import { timeLeft, whileWaiting } from '../../src/waiting.ts';

function given(read: (count: number) => Promise<number>) {
  let now = 1_000_000;
  let count = 0;
  const kept = keep({ clock: { now: () => new Date(now) }, timer: machineTimer }, 1000, () => {
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

test('who has no time left for a shared read leaves it, and the others have it', async () => {
  let tell: (value: number) => void = () => undefined;
  const { kept } = given(
    () =>
      new Promise((resolve) => {
        tell = resolve;
      }),
  );
  const until = performance.now() + 100;
  const hurried = whileWaiting({ isAwaited: true, until }, () => kept.get());
  const patient = whileWaiting({ isAwaited: true, until: null }, () => kept.get());
  await expect(hurried).rejects.toMatchObject({ code: 'unavailable' });
  tell(1);
  expect(await patient).toBe(1);
});

test('a shared read goes on for the others when the time of who began it is over', async () => {
  const { kept } = given(async (count) => {
    await new Promise((resolve) => setTimeout(resolve, 200));
    return timeLeft(1000) * count;
  });
  const until = performance.now() + 60;
  const begun = whileWaiting({ isAwaited: true, until }, () => kept.get());
  await expect(begun).rejects.toMatchObject({ code: 'unavailable' });
  expect(await kept.get()).toBe(1000);
});
