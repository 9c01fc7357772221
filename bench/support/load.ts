import { setTimeout as wait } from 'node:timers/promises';

/** Does one turn: the number tells it from every other. Rejects where the answer is not the one that is measured. */
export type Turn = (number: number) => Promise<void>;

/** What a stretch of load came to. */
export interface Load {
  /** Milliseconds of each turn, from the moment it was due to its answer: waiting for its turn counts. */
  readonly latencies: readonly number[];
  /** From the first arrival that was due to the last answer. */
  readonly seconds: number;
}

/** An open loop: turns arrive at random (Poisson) at this rate, whether or not the earlier ones are answered. */
export async function openLoop(
  load: { readonly perSecond: number; readonly seconds: number; readonly random: () => number },
  turn: Turn,
  first: number,
): Promise<Load> {
  const latencies: number[] = [];
  const underWay: Promise<void>[] = [];
  const began = performance.now();
  let due = 0;
  for (let number = first; ; number += 1) {
    due += (-Math.log(1 - load.random()) / load.perSecond) * 1000;
    if (due > load.seconds * 1000) break;
    const ahead = began + due - performance.now();
    if (ahead > 0) await wait(ahead);
    const at = began + due;
    underWay.push(turn(number).then(() => void latencies.push(performance.now() - at)));
  }
  await Promise.all(underWay);
  return { latencies, seconds: (performance.now() - began) / 1000 };
}

/** A closed loop: so many turns, some at a time, each followed by the next. Gives the turns per second. */
export async function closedLoop(
  load: { readonly atOnce: number; readonly turns: number },
  turn: Turn,
  first = 0,
): Promise<number> {
  const began = performance.now();
  let next = first;
  const lane = async () => {
    while (next < first + load.turns) {
      next += 1;
      await turn(next - 1);
    }
  };
  await Promise.all(Array.from({ length: load.atOnce }, lane));
  return load.turns / ((performance.now() - began) / 1000);
}
