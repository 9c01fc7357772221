import type { Logger } from 'pino';

/**
 * Writes a line with how many `times` it stands for. `kind` says what counts as the same; a caller must not
 * be able to make up kinds.
 */
export type SparingLog = (
  level: 'warn' | 'error',
  kind: string,
  fields: object,
  message: string,
) => void;

/** How often a kind of line is written at most, in ms. */
const PAUSE_MS = 1000;

interface Counted {
  times: number;
  write: (times: number) => void;
}

/**
 * A log for what anybody can cause, as often as he likes: the first line of a kind is written at once, what
 * comes within the next second is one line at its end. A process that ends meanwhile leaves that one out.
 */
export function createSparingLog(log: Logger): SparingLog {
  const paused = new Map<string, Counted>();
  const pause = (kind: string, counted: Counted) => {
    paused.set(kind, counted);
    setTimeout(() => {
      paused.delete(kind);
      if (counted.times === 0) return;
      counted.write(counted.times);
      pause(kind, { ...counted, times: 0 });
    }, PAUSE_MS).unref();
  };
  return (level, kind, fields, message) => {
    const write = (times: number) => log[level]({ ...fields, times }, message);
    const counted = paused.get(kind);
    if (counted) {
      counted.times += 1;
      counted.write = write;
      return;
    }
    write(1);
    pause(kind, { times: 0, write });
  };
}
