import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Database } from '../../src/db/types.ts';
import { buckets, type LimitRule } from '../../src/pace/limit.ts';
import { givenDatabase } from '../support/database.ts';
import { isLong, seed } from '../support/long.ts';
import { givenInstances } from './support/instances.ts';

/** One call: how long after the one before it, from which instance, for whom, how large. */
interface Call {
  readonly afterMs: number;
  readonly instance: number;
  readonly urgent: boolean;
  readonly cost: number;
}

interface Passed extends Call {
  readonly at: number;
  readonly asked: number;
}

const SEED = seed('windows of limits');

const INSTANCES = 3;
const LONGEST_MS = 3_600_000;

let database: Database;
let runs = 0;
beforeAll(async () => {
  database = await givenDatabase();
});
afterAll(() => database.close());

/** Lets the calls come, and gives what went through, in order. */
async function run(rule: LimitRule, calls: readonly Call[], shared: boolean) {
  runs += 1;
  const of = String(runs);
  const instances = givenInstances(shared ? database.db : null);
  const pacers = Array.from({ length: INSTANCES }, () => instances.start({ limit: rule }));
  const passed: Passed[] = [];
  for (const call of calls) {
    await instances.timer.advance(call.afterMs);
    const asked = instances.timer.now();
    const { urgent, cost } = call;
    void pacers[call.instance]
      ?.take({ kind: 'limit', of }, { urgent, cost, patienceMs: LONGEST_MS })
      .then(() => passed.push({ ...call, asked, at: instances.timer.now() }));
  }
  for (let waited = 0; passed.length < calls.length && waited < LONGEST_MS; waited += 5_000) {
    await instances.timer.advance(5_000);
  }
  return passed;
}

/** The fullest window of any length, against what may pass in one: the bucket, and what flows in. */
function mostOver(rule: LimitRule, passed: readonly Passed[]): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const { size, everyMs } of rule.buckets) {
    for (const [first, from] of passed.entries()) {
      let sum = 0;
      for (const to of passed.slice(first)) {
        sum += Math.min(to.cost, size);
        most = Math.max(most, sum - size - ((to.at - from.at) * size) / everyMs);
      }
    }
  }
  return most;
}

/** What an instance has drawn in advance, it may use this long although somebody waits elsewhere by now. */
const HELD_MS = 250;

/** People who had to wait while bulk went. */
function overtaken(passed: readonly Passed[]): Passed[] {
  const bulk = passed.filter(({ urgent }) => !urgent);
  const longAgo = (person: Passed, other: Passed) =>
    person.asked + (person.instance === other.instance ? 0 : HELD_MS);
  return passed.filter(
    (person) =>
      person.urgent &&
      bulk.some((other) => other.at < person.at && longAgo(person, other) < other.at),
  );
}

const rules: readonly (readonly [string, LimitRule])[] = [
  ['a chat', buckets([7, 1000], [8, 2000], [60, 30_000])],
  ['a team', buckets([4, 3000])],
  ['a wide one', buckets([100, 2000])],
];

const callOf = fc.record({
  afterMs: fc.oneof(fc.constant(0), fc.nat(40), fc.nat(1500)),
  instance: fc.nat(INSTANCES - 1),
  urgent: fc.boolean(),
  cost: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 12 })),
});

describe.each(rules)('%s', (_, rule) => {
  test.each([
    ['in memory', false, isLong ? 300 : 25],
    ['in the database', true, isLong ? 60 : 4],
  ])(
    'never lets more through than its buckets allow, in any window, and bulk never before people: %s',
    async (_where, shared, numRuns) => {
      await fc.assert(
        fc.asyncProperty(fc.array(callOf, { minLength: 5, maxLength: 30 }), async (calls) => {
          const passed = await run(rule, calls, shared);
          expect(passed).toHaveLength(calls.length);
          expect(mostOver(rule, passed)).toBeLessThanOrEqual(1e-6);
          expect(overtaken(passed)).toEqual([]);
        }),
        { numRuns, seed: SEED },
      );
    },
    isLong ? 600_000 : 60_000,
  );
});
