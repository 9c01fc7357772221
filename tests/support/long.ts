import { seededRandom } from '../../src/sandbox/conditions/random.ts';

/** Whether everything is to be gone through (`npm run test:long`), and not a sample of it. */
export const isLong = process.env.TEST_LONG === '1';

/**
 * Where chance begins: `TEST_SEED`; without it 1, and in the long run another one each time. The long run prints it
 * with the name of what it is for, so that it can be given back.
 */
export function seed(of: string): number {
  const { TEST_SEED } = process.env;
  const chosen = Number(TEST_SEED ?? (isLong ? Date.now() % 1_000_000 : 1));
  if (isLong) process.stdout.write(`${of}: TEST_SEED=${chosen}\n`);
  return chosen;
}

/** As many as `count`, from `seed` on; where that was given, it alone. */
export function seeds(of: string, count: number): number[] {
  const first = seed(of);
  const length = process.env.TEST_SEED === undefined ? count : 1;
  return Array.from({ length }, (_, index) => first + index);
}

const { TEST_POINT } = process.env;

/** The points of a story that are to be gone through, by name (`TEST_POINT`); null: a sample of all. */
export const onlyPoints = TEST_POINT === undefined ? null : new RegExp(TEST_POINT);

/** All of them in the long run; in the short one `few`, chosen by `seed`: the same seed, the same few. */
export function pick<T>(all: readonly T[], few: number, seed: number): T[] {
  if (isLong || few >= all.length) return [...all];
  const random = seededRandom(seed);
  const left = all.map((item, index) => ({ item, index, rank: random() }));
  const chosen = left.toSorted((a, b) => a.rank - b.rank).slice(0, few);
  return chosen.toSorted((a, b) => a.index - b.index).map(({ item }) => item);
}
