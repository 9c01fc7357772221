import { setTimeout as wait } from 'node:timers/promises';
import { seededRandom } from '../src/sandbox/conditions/random.ts';
import { mean, median, percentile, spread } from './support/figures.ts';
import { closedLoop, openLoop, type Turn } from './support/load.ts';
import { mixOf } from './support/mix.ts';
import { cpuSeconds, type Process } from './support/processes.ts';
import { openStage, type Stage } from './support/stage.ts';

/** How long, and on which server. */
export interface InstanceOptions {
  readonly seconds: number;
  readonly rounds: number;
  readonly databaseUrl: string | undefined;
  readonly seed: number;
}

const INSTANCES = 4;
/** Far below what one bears: what several cost beside each other is asked, not how much they bear. */
const PER_SECOND = 40;
/** Turns of each bot before anything is measured. */
const WARM_UP = 400;
const BOT = 'bench/bot-without-work.ts';

/** One bot beside four on the same server, with the same load in turns: CPU per turn, of all of them together. */
export async function measureInstances(options: InstanceOptions): Promise<void> {
  const stage = await openStage(options.databaseUrl);
  try {
    const one = await openTeam(stage, 1, 0);
    const four = await openTeam(stage, INSTANCES, 1_000_000);
    for (const team of [one, four]) team.idle = await idleOf(team.bots, options.seconds);
    const alone: Stretch[] = [];
    const together: Stretch[] = [];
    for (let round = 0; round < options.rounds; round += 1) {
      alone.push(await stretch(one, options, round));
      together.push(await stretch(four, options, round));
    }
    report(alone, together);
  } finally {
    await stage.close();
  }
}

interface Team {
  readonly bots: readonly Process[];
  readonly turn: Turn;
  /** CPU seconds per second of all of them together, while nothing is asked of them. */
  idle: number;
  next: number;
}

interface Stretch {
  readonly cpuMs: number;
  readonly latencies: readonly number[];
}

async function openTeam(stage: Stage, size: number, first: number): Promise<Team> {
  const bots: Process[] = [];
  while (bots.length < size) bots.push(await stage.startBot(BOT));
  const turn = mixOf(stage, bots);
  // Each of them is compiled by as many turns as the one.
  const turns = WARM_UP * size;
  await closedLoop({ atOnce: 8, turns }, turn, first);
  return { bots, turn, idle: 0, next: first + turns };
}

async function cpuOf(bots: readonly Process[]): Promise<number> {
  const each = await Promise.all(bots.map(cpuSeconds));
  return each.reduce((total, seconds) => total + seconds, 0);
}

async function idleOf(bots: readonly Process[], seconds: number): Promise<number> {
  const before = await cpuOf(bots);
  await wait(seconds * 1000);
  return ((await cpuOf(bots)) - before) / seconds;
}

async function stretch(team: Team, options: InstanceOptions, round: number): Promise<Stretch> {
  const before = await cpuOf(team.bots);
  const random = seededRandom(options.seed + round);
  const load = { perSecond: PER_SECOND, seconds: options.seconds, random };
  const { latencies, seconds } = await openLoop(load, team.turn, team.next);
  team.next += latencies.length;
  const spent = (await cpuOf(team.bots)) - before - team.idle * seconds;
  return { cpuMs: (spent / latencies.length) * 1000, latencies };
}

function report(alone: readonly Stretch[], together: readonly Stretch[]): void {
  const ratios = together.map(({ cpuMs }, round) => cpuMs / (alone[round]?.cpuMs ?? Number.NaN));
  const line = (name: string, all: readonly Stretch[]) => {
    const latencies = all.flatMap((each) => each.latencies);
    const cpu = mean(all.map(({ cpuMs }) => cpuMs)).toFixed(2);
    const times = `median ${median(latencies).toFixed(1)} ms, p99 ${percentile(latencies, 0.99).toFixed(0)} ms`;
    process.stdout.write(`${name}: ${cpu} ms CPU per turn; ${times}\n`);
  };
  line('one instance ', alone);
  line(`${INSTANCES} instances`, together);
  process.stdout.write(`CPU per turn ${spread(ratios)} × (at most 1.2), ${PER_SECOND} turns/s\n`);
}
