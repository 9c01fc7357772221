import {
  appendFileSync,
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
} from 'node:fs';
import { join } from 'node:path';
import type { World } from '../world.ts';

/** One Graph call. `applied`: only for a cut connection, whether the call was carried out before it. */
export interface LoggedCall {
  readonly time: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly status: number;
  readonly response: unknown;
  readonly applied?: boolean;
}

/** Every Graph call, in a file of JSON lines that is written before the call is answered. */
export interface GraphLog {
  add(call: LoggedCall): void;
  /** The lines since a time (inclusive), or all. */
  lines(since: Date | null): Buffer;
  clear(): void;
  close(): void;
}

interface Line {
  readonly time: number;
  readonly start: number;
  readonly end: number;
}

const TIME = /^\{"time":"([^"]+)"/;

/** Finds the lines of what an earlier process has written; a torn last line is none. */
function indexLines(bytes: Buffer): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
    const head = bytes.subarray(start, Math.min(end, start + 64)).toString('utf8');
    lines.push({ time: Date.parse(TIME.exec(head)?.[1] ?? ''), start, end: end + 1 });
    start = end + 1;
  }
  return lines;
}

/** Opens the log beside the store. */
export function openGraphLog(world: World): GraphLog {
  const file = join(world.settings.dataDir, 'sandbox', 'graph-log.jsonl');
  const handle = openSync(file, 'a+');
  let index = indexLines(readFileSync(file));
  // What kill -9 tore off in the middle of a line was never answered.
  if (fstatSync(handle).size > (index.at(-1)?.end ?? 0))
    ftruncateSync(handle, index.at(-1)?.end ?? 0);

  const read = ({ start, end }: Pick<Line, 'start' | 'end'>): Buffer => {
    const bytes = Buffer.alloc(end - start);
    readSync(handle, bytes, 0, bytes.length, start);
    return bytes;
  };
  return {
    add(call) {
      const bytes = Buffer.from(`${JSON.stringify(call)}\n`);
      const start = index.at(-1)?.end ?? 0;
      appendFileSync(handle, bytes);
      index.push({ time: Date.parse(call.time), start, end: start + bytes.length });
      world.changes.tell('graph');
    },
    lines(since) {
      if (!since) return read({ start: 0, end: index.at(-1)?.end ?? 0 });
      return Buffer.concat(index.filter((line) => line.time >= since.getTime()).map(read));
    },
    clear() {
      ftruncateSync(handle, 0);
      index = [];
    },
    close: () => closeSync(handle),
  };
}
