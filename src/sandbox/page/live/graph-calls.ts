import type { GraphCall } from '../api/shapes.ts';

/** As many as are worth a look; a bulk invitation makes tens of thousands. */
const KEPT = 300;

/** A call with a number of its own, by which it is known again when more come. */
export interface NumberedCall extends GraphCall {
  number: number;
}

/** How far back the list begins: a log of weeks is not read whole. */
const LOOK_BACK_MS = 15 * 60_000;

/** Where the calls come from. */
export interface GraphLog {
  /** The calls from that moment (ISO) on, it included, newest last. */
  readSince(since: string): Promise<GraphCall[]>;
  /** WoodGrove's time. */
  readNow(): Promise<string>;
}

/**
 * Reads the Graph log piece by piece: each time from the last call's moment on, leaving out the calls
 * of that moment that are known. Newest first; a log that starts anew starts the list anew.
 */
export function followGraphCalls(log: GraphLog): () => Promise<NumberedCall[]> {
  let calls: NumberedCall[] = [];
  let count = 0;

  const append = (fresh: GraphCall[]) => {
    const numbered = fresh.map((call) => ({ ...call, number: ++count }));
    calls = [...numbered.reverse(), ...calls].slice(0, KEPT);
    return calls;
  };
  const begin = async () => {
    const since = new Date(Date.parse(await log.readNow()) - LOOK_BACK_MS);
    calls = [];
    return append(await log.readSince(since.toISOString()));
  };

  return async () => {
    const newest = calls[0];
    if (!newest) return begin();
    const read = await log.readSince(newest.time);
    const known = new Set(calls.filter((call) => call.time === newest.time).map(sameness));
    if (!read.some((call) => sameness(call) === sameness(newest))) return begin();
    return append(read.filter((call) => !known.has(sameness(call))));
  };
}

function sameness({ time, method, url, status, body }: GraphCall): string {
  return JSON.stringify([time, method, url, status, body]);
}
