import type { Clock } from './requests/ports.ts';

/** The machine's time, moved by an offset; 0 anywhere but in a rehearsal. */
export interface MovableClock extends Clock {
  moveBy(offsetMs: number): void;
}

/** A clock that runs with the machine's. */
export function createClock(): MovableClock {
  let offset = 0;
  return {
    now: () => new Date(Date.now() + offset),
    moveBy: (offsetMs) => {
      offset = offsetMs;
    },
  };
}
