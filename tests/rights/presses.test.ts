import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Database } from '../../src/db/types.ts';
import { givenDatabase } from '../support/database.ts';
import { isLong, pick, seeds } from '../support/long.ts';
import { BREAKS } from './breaks.ts';
import { anySteps } from './steps.ts';
import { finish, RuleBroken, take } from './take.ts';
import { type Broken, givenWorld } from './world.ts';

let database: Database;
beforeAll(async () => {
  database = await givenDatabase();
});
afterAll(() => database.close());

/** People press and say what they like, in any order; `seen` gathers what they were answered. */
function property(broken: Broken = {}, seen = new Set<string>()) {
  return fc.asyncProperty(anySteps(30), async (steps) => {
    const world = await givenWorld(database.db, broken);
    for (const step of steps) await take(world, step);
    await finish(world);
    for (const answer of world.answers) seen.add(answer);
  });
}

const SEEDS = seeds('any order', isLong ? 12 : 1);

test.each(SEEDS)(
  'whatever anybody presses in whatever order, requests live by the rules (seed %i)',
  async (seed) => {
    const seen = new Set<string>();
    await fc.assert(property({}, seen), { seed, numRuns: isLong ? 150 : 30 });
    if (isLong) console.log(`seed ${seed}: ${[...seen].toSorted().join(', ')}`);
    // Without these the sequences would not have come to what is to be shown.
    for (const answer of ['card', 'request.notYours', 'request.ownRequest', 'request.staleCard']) {
      expect([...seen]).toContain(answer);
    }
  },
  600_000,
);

describe('a mistake in the product is found', () => {
  test.each(pick(Object.entries(BREAKS), 6, 6))(
    '%s',
    async (_mistake, broken) => {
      const found = await fc.check(property(broken), {
        seed: 1,
        numRuns: 300,
        endOnFailure: true,
      });
      expect(found.errorInstance).toBeInstanceOf(RuleBroken);
    },
    300_000,
  );
});
