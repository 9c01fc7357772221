import { expect, test } from '@jest/globals';
import { openLimits } from '../../../src/sandbox/conditions/limits.ts';

const perMinute = { name: 'four a minute', size: 4, seconds: 60 };

function givenLimits() {
  let now = 0;
  const limits = openLimits(() => now);
  return {
    limits,
    pass: (seconds: number) => {
      now += seconds * 1000;
    },
    take: (
      cost = 1,
      key = 'team',
      limit: { name: string; size: number; seconds: number; silent?: boolean } = perMinute,
    ) => limits.take([{ limit, key, cost }]),
  };
}

test('a bucket gives what it holds, then says when to come back', () => {
  const { take, pass } = givenLimits();
  expect([take(), take(), take(), take()].every((each) => each.passes)).toBe(true);
  expect(take()).toEqual({ passes: false, waitSeconds: 15, limit: 'four a minute' });
  pass(14);
  expect(take()).toMatchObject({ passes: false, waitSeconds: 1 });
  pass(1);
  expect(take()).toMatchObject({ passes: true });
});

test('a bucket never holds more than its size', () => {
  const { take, pass } = givenLimits();
  pass(3600);
  expect(take(4).passes).toBe(true);
  expect(take().passes).toBe(false);
});

test('each key has its own bucket', () => {
  const { take } = givenLimits();
  take(4, 'one');
  expect(take(1, 'other').passes).toBe(true);
});

test('how full it is, is told', () => {
  const { take } = givenLimits();
  expect(take(3)).toEqual({ passes: true, used: 0.75 });
});

test('a refused call takes from no bucket', () => {
  const { limits, take } = givenLimits();
  const wide = { name: 'wide', size: 10, seconds: 60 };
  const both = () =>
    limits.take([
      { limit: wide, key: '', cost: 1 },
      { limit: perMinute, key: 'team', cost: 4 },
    ]);
  expect(both().passes).toBe(true);
  expect(both().passes).toBe(false);
  expect(take(9, '', wide).passes).toBe(true);
});

test('a silent limit does not say when', () => {
  const { take } = givenLimits();
  const silent = { ...perMinute, name: 'silent', silent: true };
  take(4, '', silent);
  expect(take(1, '', silent)).toMatchObject({ passes: false, waitSeconds: null });
});

test('scale refills faster and leaves the size', () => {
  const { limits, take, pass } = givenLimits();
  limits.scale = 10;
  expect(take(4).passes).toBe(true);
  expect(take()).toMatchObject({ passes: false, waitSeconds: 2 });
  pass(1.5);
  expect(take()).toMatchObject({ passes: true });
});

test('off lets everything pass, and a reset fills every bucket', () => {
  const { limits, take } = givenLimits();
  take(4);
  limits.scale = 'off';
  expect(take(100).passes).toBe(true);
  limits.reset();
  expect(limits.scale).toBe(1);
  expect(take(4).passes).toBe(true);
});

test('only so many are inside at a time', () => {
  const { limits } = givenLimits();
  const leave = [limits.enter('box', 2), limits.enter('box', 2)];
  expect(limits.enter('box', 2)).toBeNull();
  expect(limits.enter('other', 2)).not.toBeNull();
  leave[0]?.();
  expect(limits.enter('box', 2)).not.toBeNull();
});
