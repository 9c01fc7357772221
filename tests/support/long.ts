/** Whether everything is to be gone through (`npm run test:long`), and not a sample of it. */
export const isLong = process.env.TEST_LONG === '1';

/** All of them in the long run; in the short one `few`, chosen by `seed`: the same seed, the same few. */
export function pick<T>(all: readonly T[], few: number, seed: number): T[] {
  if (isLong || few >= all.length) return [...all];
  const random = randomFrom(seed);
  const left = all.map((item, index) => ({ item, index, rank: random() }));
  const chosen = left.toSorted((a, b) => a.rank - b.rank).slice(0, few);
  return chosen.toSorted((a, b) => a.index - b.index).map(({ item }) => item);
}

/** Numbers in [0, 1) that the seed determines (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
