import { setTimeout as wait } from 'node:timers/promises';
import { seededRandom } from '../src/sandbox/conditions/random.ts';
import { mean, slope } from './support/figures.ts';
import { openLoop } from './support/load.ts';
import { mixOf } from './support/mix.ts';
import { type Process, readMetric } from './support/processes.ts';
import { openStage } from './support/stage.ts';

/** How long, and on which database. */
export interface MemoryOptions {
  readonly minutes: number;
  readonly databaseUrl: string | undefined;
  readonly seed: number;
}

const CONVERSATIONS = 100;
/** Each of them says or presses something every 25 seconds. */
const PER_SECOND = 4;
const SAMPLE_EVERY_MS = 30_000;
/** What counts as flat: growth over the second half of the time, in share of what it is on average. */
const FLAT = 0.02;

interface Sample {
  readonly minute: number;
  readonly heap: number;
  readonly resident: number;
}

/**
 * What the bot holds on to while a hundred people talk to it, with everything that follows from it: requests
 * are approved, guests brought in, mails sent.
 */
export async function measureMemory({ minutes, databaseUrl, seed }: MemoryOptions): Promise<void> {
  const stage = await openStage(databaseUrl, { people: CONVERSATIONS, graph: 'sandbox' });
  try {
    const bot = await stage.startBot('bench/bot-that-tidies.ts', { NODE_OPTIONS: '--expose-gc' });
    const load = { perSecond: PER_SECOND, seconds: minutes * 60, random: seededRandom(seed) };
    const samples: Sample[] = [];
    const over = new AbortController();
    const sampling = sampleUntil(over.signal, bot, samples);
    const { latencies } = await openLoop(load, mixOf(stage, [bot]), 0);
    over.abort();
    await sampling;
    process.stdout.write(`${latencies.length} turns of ${CONVERSATIONS} people\n`);
    const late = samples.filter(({ minute }) => minute >= minutes / 2);
    report(
      'heap',
      late.map(({ minute, heap }) => ({ x: minute, y: heap })),
    );
    report(
      'resident',
      late.map(({ minute, resident }) => ({ x: minute, y: resident })),
    );
  } finally {
    await stage.close();
  }
}

async function sampleUntil(over: AbortSignal, bot: Process, samples: Sample[]): Promise<void> {
  const began = performance.now();
  while (!over.aborted) {
    await wait(SAMPLE_EVERY_MS, undefined, { signal: over }).catch(() => undefined);
    process.kill(bot.pid, 'SIGUSR2');
    await wait(500);
    const minute = (performance.now() - began) / 60_000;
    const heap = (await readMetric(bot, 'nodejs_heap_size_used_bytes')) / 2 ** 20;
    const resident = (await readMetric(bot, 'process_resident_memory_bytes')) / 2 ** 20;
    samples.push({ minute, heap, resident });
    const line = `${minute.toFixed(1).padStart(5)} min  heap ${heap.toFixed(1)} MB  resident ${resident.toFixed(0)} MB`;
    process.stdout.write(`${line}\n`);
  }
}

function report(name: string, points: readonly { readonly x: number; readonly y: number }[]): void {
  const perMinute = slope(points);
  const first = points[0]?.x ?? 0;
  const growth = (perMinute * ((points.at(-1)?.x ?? 0) - first)) / mean(points.map(({ y }) => y));
  const verdict = growth < FLAT ? 'flat' : 'GROWING';
  process.stdout.write(
    `${name}: ${perMinute.toFixed(2)} MB per minute in the second half, ${(growth * 100).toFixed(1)} % in all: ${verdict}\n`,
  );
}
