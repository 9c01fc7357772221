import { expect, test } from '@jest/globals';
import { createTurnLimit } from '../../src/bot/turn-limit.ts';

function given(perMinute: number) {
  let now = 1_000_000;
  const limit = createTurnLimit(perMinute, () => now);
  return {
    pass: (seconds: number) => {
      now += seconds * 1000;
    },
    take: (personId = 'john') => limit.take(personId),
    taken: (turns: number, personId = 'john') =>
      Array.from({ length: turns }, () => limit.take(personId)).filter(
        ({ kind }) => kind === 'taken',
      ).length,
  };
}

test('half a minute’s worth is taken at once, and no more', () => {
  const { taken } = given(120);
  expect(taken(100)).toBe(60);
});

test('as many a minute as the setting says are taken of somebody who takes his time', () => {
  const { pass, take } = given(120);
  for (let turn = 0; turn < 600; turn += 1) {
    expect(take().kind).toBe('taken');
    pass(0.5);
  }
});

test('who was too fast is told for how long, once, and heard again after that', () => {
  const { pass, take, taken } = given(120);
  taken(60);
  expect(take()).toEqual({ kind: 'paused', seconds: 10, isFirst: true });
  pass(4);
  expect(take()).toEqual({ kind: 'paused', seconds: 6, isFirst: false });
  pass(6);
  expect(taken(100)).toBe(20);
  expect(take()).toMatchObject({ kind: 'paused', isFirst: false });
});

test('one person’s haste is nobody else’s', () => {
  const { taken, take } = given(120);
  taken(100);
  expect(take('megan').kind).toBe('taken');
});

test('a slow limit pauses until there is a turn again', () => {
  const { pass, take } = given(2);
  expect(take().kind).toBe('taken');
  expect(take()).toEqual({ kind: 'paused', seconds: 30, isFirst: true });
  pass(30);
  expect(take().kind).toBe('taken');
});
