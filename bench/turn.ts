import { setTimeout as wait } from 'node:timers/promises';
import { seededRandom } from '../src/sandbox/conditions/random.ts';
import { median, percentile, spread } from './support/figures.ts';
import { closedLoop, openLoop, type Turn } from './support/load.ts';
import { cpuSeconds, type Process } from './support/processes.ts';
import { openStage, type Stage } from './support/stage.ts';
import { type Kind, turnOf } from './support/turns.ts';

/** How long and against what. */
export interface TurnOptions {
  /** Length of one stretch of load. */
  readonly seconds: number;
  /** Stretches of each kind of turn, each beside one of the bare bot. */
  readonly rounds: number;
  /** A PostgreSQL server to make a database on; undefined: the embedded one. */
  readonly databaseUrl: string | undefined;
  readonly seed: number;
}

/** What a kind of turn may cost, in turns of the bare bot; and the load is that much less, or it could not be borne. */
const ALLOWED: Readonly<Record<Kind, { embedded: number; served: number }>> = {
  help: { embedded: 1.5, served: 1.5 },
  invite: { embedded: 5, served: 4 },
  press: { embedded: 5, served: 4 },
};

/** `help` arrives at half of what the bare bot bears; what may cost five times as much, at a fifth of that. */
const RATE_DIVISOR: Readonly<Record<Kind, number>> = { help: 1, invite: 5, press: 5 };

const AT_ONCE = 16;
/** Turns before anything is measured: the compiler is done with what it will see again and again. */
const WARM_UP = { help: 2500, invite: 1000, press: 500, echo: 2500 };

/** One stretch of load on one bot. */
interface Stretch {
  readonly cpuMs: number;
  readonly medianMs: number;
  readonly latencies: readonly number[];
}

interface Contender {
  readonly process: Process;
  /** CPU seconds per second while nothing is asked of it. */
  idle: number;
}

/**
 * CPU and time per turn of our bot beside those of a bot that only echoes, on the same adapter, in turns in
 * one run. Graph and Teams answer at once, from this process' memory; jobs are queued and not run.
 */
export async function measureTurns(options: TurnOptions): Promise<void> {
  const stage = await openStage(options.databaseUrl);
  try {
    const echo = { process: await stage.startBot('bench/echo-bot.ts'), idle: 0 };
    const ours = { process: await stage.startBot('bench/bot-without-work.ts'), idle: 0 };
    const bare = await warmUp(stage, echo.process, ours.process);
    await Promise.all([echo, ours].map(noteIdle));
    const database = options.databaseUrl ? 'PostgreSQL' : 'PGlite';
    say(`database ${database}; the bare bot bears ${bare.toFixed(0)} turns/s`);
    say(`idle CPU, taken off: ours ${percent(ours.idle)}, echo ${percent(echo.idle)}`);
    for (const kind of ['help', 'invite', 'press'] as const) {
      const perSecond = bare / 2 / RATE_DIVISOR[kind];
      await measureKind({ stage, echo, ours, kind, perSecond, options });
    }
  } finally {
    await stage.close();
  }
}

const say = (line: string) => process.stdout.write(`${line}\n`);
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

/** Lets both be compiled by what they will do. Gives the turns per second that the bare one bears. */
async function warmUp(stage: Stage, echo: Process, ours: Process): Promise<number> {
  for (const kind of ['help', 'invite', 'press'] as const) {
    await closedLoop({ atOnce: AT_ONCE, turns: WARM_UP[kind] }, turnOf(stage, ours, kind));
  }
  const load = { atOnce: AT_ONCE, turns: WARM_UP.echo };
  await closedLoop(load, turnOf(stage, echo, 'help'));
  return closedLoop(load, turnOf(stage, echo, 'help'));
}

/** Two rounds of the queue's own chores, which come every 5 s. */
const IDLE_SECONDS = 10;

async function noteIdle(contender: Contender): Promise<void> {
  const before = await cpuSeconds(contender.process);
  await wait(IDLE_SECONDS * 1000);
  contender.idle = ((await cpuSeconds(contender.process)) - before) / IDLE_SECONDS;
}

async function measureKind(run: {
  readonly stage: Stage;
  readonly echo: Contender;
  readonly ours: Contender;
  readonly kind: Kind;
  readonly perSecond: number;
  readonly options: TurnOptions;
}): Promise<void> {
  const { stage, echo, ours, kind, perSecond, options } = run;
  const turn = turnOf(stage, ours.process, kind);
  const echoed = turnOf(stage, echo.process, 'help');
  const mine: Stretch[] = [];
  const bare: Stretch[] = [];
  let next = WARM_UP[kind];
  for (let round = 0; round < options.rounds; round += 1) {
    const load = {
      perSecond,
      seconds: options.seconds,
      random: seededRandom(options.seed + round),
    };
    bare.push(await stretch(echo, load, echoed, 0));
    const stretched = await stretch(
      ours,
      { ...load, random: seededRandom(options.seed + round) },
      turn,
      next,
    );
    mine.push(stretched);
    next += stretched.latencies.length;
  }
  report(kind, perSecond, mine, bare, options);
}

type OpenLoad = Parameters<typeof openLoop>[0];

async function stretch(
  { process, idle }: Contender,
  load: OpenLoad,
  turn: Turn,
  first: number,
): Promise<Stretch> {
  const before = await cpuSeconds(process);
  const { latencies, seconds } = await openLoop(load, turn, first);
  const spent = (await cpuSeconds(process)) - before - idle * seconds;
  return {
    cpuMs: (spent / latencies.length) * 1000,
    medianMs: median(latencies),
    latencies,
  };
}

function report(
  kind: Kind,
  perSecond: number,
  mine: readonly Stretch[],
  bare: readonly Stretch[],
  { databaseUrl }: TurnOptions,
): void {
  const ratios = (of: (each: Stretch) => number) =>
    mine.map((each, round) => of(each) / of(bare[round] as Stretch));
  const p99 = percentile(
    mine.flatMap(({ latencies }) => latencies),
    0.99,
  );
  const cpu = (all: readonly Stretch[]) => median(all.map(({ cpuMs }) => cpuMs)).toFixed(2);
  const time = (all: readonly Stretch[]) => median(all.map(({ medianMs }) => medianMs)).toFixed(1);
  const allowed = ALLOWED[kind][databaseUrl ? 'served' : 'embedded'];
  say(`\n${kind}: ${perSecond.toFixed(0)} arrivals/s, ${mine.length} stretches`);
  say(
    `  CPU  ${spread(ratios(({ cpuMs }) => cpuMs))} × (at most ${allowed}); ` +
      `${cpu(mine)} ms beside ${cpu(bare)} ms`,
  );
  say(
    `  time ${spread(ratios(({ medianMs }) => medianMs))} ×; ` +
      `median ${time(mine)} ms beside ${time(bare)} ms, p99 ${p99.toFixed(0)} ms (under 500)`,
  );
}
