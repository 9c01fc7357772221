import { expect, test } from '@jest/globals';
import { LOCKS } from '../../src/db/locks.ts';

test('no two kinds of work share a lock', () => {
  const numbers = Object.values(LOCKS);
  expect(new Set(numbers).size).toBe(numbers.length);
});
