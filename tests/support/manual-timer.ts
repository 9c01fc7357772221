import type { Timer } from '../../src/pace/timer.ts';

/** A timer that a test moves. Nothing waits for real. */
export interface ManualTimer extends Timer {
  /** Moves the time on and runs what falls due, letting promises settle in between. */
  advance(ms: number): Promise<void>;
}

/** Starts at 0. `rest` waits for what runs beside the promises, such as queries. */
export function manualTimer(rest: () => Promise<void> = settled): ManualTimer {
  let now = 0;
  let due: { readonly at: number; readonly act: () => void }[] = [];
  return {
    now: () => now,
    after(ms, act) {
      const entry = { at: now + ms, act };
      due.push(entry);
      return () => {
        due = due.filter((each) => each !== entry);
      };
    },
    async advance(ms) {
      const until = now + ms;
      await rest();
      for (;;) {
        const next = due.filter((each) => each.at <= until).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        due = due.filter((each) => each !== next);
        now = Math.max(now, next.at);
        next.act();
        await rest();
      }
      now = until;
      await rest();
    },
  };
}

/** A timer whose waits are over at once, however long: for what repeats over real HTTP. */
export function hastyTimer(): Timer & { readonly waits: number[] } {
  const waits: number[] = [];
  let ahead = 0;
  return {
    waits,
    now: () => performance.now() + ahead,
    after(ms, act) {
      waits.push(ms);
      const immediate = setImmediate(() => {
        ahead += ms;
        act();
      });
      return () => clearImmediate(immediate);
    },
  };
}

/** Lets everything run that waits for nothing but promises. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
