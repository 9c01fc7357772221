import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Product, startProduct } from '../../support/product.ts';
import { NO_LIMITS } from './no-limits.ts';
import type { Line, Plan } from './watched.ts';

/** The product with a bot that is watched, can be killed where it is planned, and is started again. */
export interface UnderWatch {
  readonly product: Product;
  /** Whether the bot's process is there. */
  runs(): boolean;
  /** What the bot did, from line `from` on and before line `to`. */
  lines(from?: number, to?: number): Line[];
  mark(part: string): void;
  plan(plan: Plan): void;
  unplan(): void;
  /** Ends the bot at once, wherever it is, as a crash would. */
  kill(): Promise<void>;
  /** Does something of a person, or a look, as often as the bot is gone meanwhile; starts it again first. */
  patiently<T>(work: () => Promise<T | null>, what: string): Promise<T>;
  /** Waits until nothing is due or running, with the bot there. */
  settled(): Promise<void>;
}

/** So long somebody tries again before we say that it will never be. */
const PATIENCE_MS = 45_000;

/** Longer than a turn may take to show its card: a job does it then. */
const TURN_IS_OVER = 'PT16S';

let started = 0;

/** Starts the product on free ports with the watch in its bot's process. */
export async function startUnderWatch(): Promise<UnderWatch> {
  started += 1;
  const base = join(tmpdir(), `guestlist-kill-${process.pid}-${started}`);
  const [log, planFile] = [`${base}.jsonl`, `${base}.plan`];
  writeFileSync(log, '');
  const product = await startProduct({
    NODE_OPTIONS: `--import ${new URL('watch-process.ts', import.meta.url).href}`,
    KILL_LOG: log,
    KILL_PLAN: planFile,
    ...NO_LIMITS,
  });
  await product.post('/_sandbox/limits', { scale: 'off' });
  for (const who of ['john', 'megan']) await product.say(who, 'hello');
  const watch = underWatch(product, log, planFile);
  return {
    ...watch,
    product: {
      ...product,
      stop: async () => {
        await product.stop();
        for (const file of [log, planFile]) rmSync(file, { force: true });
      },
    },
  };
}

function underWatch(product: Product, log: string, planFile: string): UnderWatch {
  const write = (line: Line) => appendFileSync(log, `${JSON.stringify(line)}\n`);
  const runs = () => product.bots.every((each) => each.isAwake());
  const noteGone = async () => {
    const { now } = await product.get<{ now: string }>('/_sandbox/clock');
    const at = Date.now();
    write({ kind: 'gone', at, ahead: Date.parse(now) - at });
  };
  const here = async () => {
    if (runs()) return;
    await noteGone();
    // Not to be struck again while it makes up for what was cut off.
    rmSync(planFile, { force: true });
    await product.startBot();
    await product.post('/_sandbox/clock', { advance: TURN_IS_OVER });
  };
  const patiently = async <T>(work: () => Promise<T | null>, what: string): Promise<T> => {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      await here();
      const done = await work().catch((error: unknown) => {
        if (runs() && Date.now() > end) throw error;
        return null;
      });
      if (done !== null) return done;
      if (Date.now() > end) throw new Error(`Never: ${what}`);
      await wait(100);
    }
  };
  return {
    product,
    runs,
    lines: (from = 0, to = -1) =>
      readFileSync(log, 'utf8')
        .split('\n')
        .slice(from, to)
        .map((line) => JSON.parse(line) as Line),
    mark: (part) => write({ kind: 'part', name: part, at: Date.now() }),
    plan: (plan) => writeFileSync(planFile, JSON.stringify(plan)),
    unplan: () => rmSync(planFile, { force: true }),
    async kill() {
      await product.killBot();
      await noteGone();
    },
    patiently,
    async settled() {
      await patiently(async () => {
        await product.settled();
        return runs() || null;
      }, 'nothing pending');
    },
  };
}
