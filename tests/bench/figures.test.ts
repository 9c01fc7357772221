import { expect, test } from '@jest/globals';
import { median, percentile, slope, spread } from '../../bench/support/figures.ts';
import { openLoop } from '../../bench/support/load.ts';
import { seededRandom } from '../../src/sandbox/conditions/random.ts';

test('a percentile is one of the values, whatever their order', () => {
  const values = [30, 10, 20, 40, 50, 60, 70, 80, 90, 100];
  expect(percentile(values, 0.5)).toBe(50);
  expect(percentile(values, 0.99)).toBe(100);
  expect(percentile(values, 0)).toBe(10);
  expect(median([3, 1, 2])).toBe(2);
  expect(median([])).toBeNaN();
});

test('a slope is the rise per unit of the line that fits best', () => {
  const rising = [0, 1, 2, 3].map((x) => ({ x, y: 5 + 2 * x }));
  expect(slope(rising)).toBeCloseTo(2);
  const noisy = [0, 1, 2, 3].map((x) => ({ x, y: x % 2 === 0 ? 10 : 12 }));
  expect(slope(noisy)).toBeCloseTo(0.4);
  expect(slope([{ x: 0, y: 1 }])).toBeNaN();
});

test('a spread names the middle and both ends', () => {
  expect(spread([1.5, 1, 2])).toBe('1.50 (1.00–2.00)');
});

test('an open loop lets turns arrive though none is answered, and counts their waiting', async () => {
  const answered = Promise.withResolvers<void>();
  const arrived: number[] = [];
  const load = openLoop(
    { perSecond: 500, seconds: 0.1, random: seededRandom(1) },
    async (number) => {
      arrived.push(number);
      await answered.promise;
    },
    7,
  );
  setTimeout(answered.resolve, 200);
  const { latencies } = await load;
  expect(latencies).toHaveLength(arrived.length);
  expect(arrived.length).toBeGreaterThan(20);
  expect(arrived).toEqual(arrived.map((_, index) => 7 + index));
  expect(Math.min(...latencies)).toBeGreaterThan(90);
});

test('the same seed gives the same arrivals', () => {
  const [one, other] = [seededRandom(3), seededRandom(3)];
  const drawn = [one(), one(), one()];
  expect([other(), other(), other()]).toEqual(drawn);
  expect(drawn.every((value) => value >= 0 && value < 1)).toBe(true);
});
