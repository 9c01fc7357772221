/** The machine's own time, which pacing follows: WoodGrove's clock may be moved, a limit may not. */
export interface Timer {
  /** Milliseconds, never going back. */
  now(): number;
  /** Calls `act` once after `ms`; the answer takes that back. */
  after(ms: number, act: () => void): () => void;
}

export const machineTimer: Timer = {
  now: () => performance.now(),
  after: (ms, act) => {
    const timeout = setTimeout(act, ms);
    return () => clearTimeout(timeout);
  },
};

/** Waits `ms` milliseconds on that timer. */
export function pause(timer: Timer, ms: number): Promise<void> {
  return new Promise((resolve) => {
    timer.after(ms, resolve);
  });
}
