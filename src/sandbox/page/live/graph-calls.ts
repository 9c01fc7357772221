import type { GraphCall } from '../api/shapes.ts';

/** As many as are worth a look; a bulk invitation makes tens of thousands. */
const KEPT = 300;

/** A call with a number of its own, by which it is known again when more come. */
export interface NumberedCall extends GraphCall {
  number: number;
}

/**
 * Reads the Graph log piece by piece: each time from the last call's moment on, leaving out the calls
 * of that moment that are known. Newest first; a log that starts anew starts the list anew.
 */
export function followGraphCalls(readSince: (since: string | null) => Promise<GraphCall[]>) {
  let calls: NumberedCall[] = [];
  let count = 0;
  let since: string | null = null;

  const append = (fresh: GraphCall[]) => {
    const numbered = fresh.map((call) => ({ ...call, number: ++count }));
    calls = [...numbered.reverse(), ...calls].slice(0, KEPT);
    since = calls[0]?.time ?? null;
  };

  return {
    load: async (): Promise<NumberedCall[]> => {
      const last = since;
      const fresh = await readSince(last);
      const known = new Set(calls.filter((call) => call.time === last).map(sameness));
      append(fresh.filter((call) => !(call.time === last && known.has(sameness(call)))));
      return calls;
    },
    forget: () => {
      calls = [];
      since = null;
    },
  };
}

function sameness({ time, method, url, status, body }: GraphCall): string {
  return JSON.stringify([time, method, url, status, body]);
}
