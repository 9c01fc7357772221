/** Work that is done over and over. */
export interface Repeated {
  /** Does it now, or once more when it is being done; resolves when that is through. Never throws. */
  now(): Promise<void>;
  /** Waits for what is being done, and does it no more. */
  stop(): Promise<void>;
}

/**
 * Does `work` every `everyMs` milliseconds, counted from the end of one to the start of the next, so
 * that two never overlap. An error goes to `onError`, and the next one comes all the same.
 */
export function repeat(
  everyMs: number,
  work: () => Promise<void>,
  onError: (error: unknown) => void,
): Repeated {
  let stopped = false;
  let waiting: NodeJS.Timeout | undefined;
  let running = Promise.resolve();

  const once = async () => {
    if (stopped) return;
    try {
      await work();
    } catch (error) {
      onError(error);
    }
  };
  const next = () => {
    clearTimeout(waiting);
    running = running.then(once);
    const mine = running;
    void mine.then(() => {
      if (!stopped && mine === running) waiting = setTimeout(next, everyMs);
    });
    return mine;
  };

  waiting = setTimeout(next, everyMs);
  return {
    now: next,
    stop: () => {
      stopped = true;
      clearTimeout(waiting);
      return running;
    },
  };
}
