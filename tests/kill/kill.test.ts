import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { isLong, onlyPoints, pick, seed } from '../support/long.ts';
import { START_MS } from '../support/product.ts';
import { startUnderWatch, type UnderWatch } from './support/bot-under-watch.ts';
import { findingsOf } from './support/findings.ts';
import { describe as inWords, type Point, pointsIn } from './support/points.ts';
import { live } from './support/story.ts';

const STORY = ['ask', 'approve', 'arrive'] as const;
/** Another sample of the points is had by another seed. */
const SEED = seed('killed');
const CALLS = 6;
const COMMITS = 6;

/** Most of the time is waiting: two cores bear four products. */
const AT_ONCE = isLong ? 4 : 2;

/** Longer than all points take on a machine that is busy with other things, too. */
const LONGEST = (isLong ? 240 : 20) * 60_000;

/** A product's chats grow with every story, and so does each look into them: after so many a new one is started. */
const STORIES = 60;

let bot: UnderWatch;
let points: readonly Point[] = [];

/** What comes in every story; what a bot does once only (it meets an owner for the first time) comes in none after. */
function inBoth(one: readonly Point[], other: readonly Point[]): Point[] {
  const names = new Set(other.map(inWords));
  return one.filter((point) => names.has(inWords(point)));
}

beforeAll(async () => {
  bot = await startUnderWatch();
}, START_MS);
afterAll(() => bot?.product.stop());

let guests = 0;
function nextGuest(): string {
  guests += 1;
  return `guest${String(guests).padStart(4, '0')}@gmail.com`;
}

test(
  'the story and a start in its middle are watched: this is where the process can be killed',
  async () => {
    const whole = await live(bot, nextGuest());
    expect(await findingsOf(bot, whole)).toEqual([]);
    const again = await live(bot, nextGuest());
    expect(await findingsOf(bot, again)).toEqual([]);
    const first = pointsIn(bot.lines(whole.from, again.from), STORY);
    const story = inBoth(first, pointsIn(bot.lines(again.from), STORY));
    const cut = await live(bot, nextGuest(), { part: 'recover', plan: null });
    expect(await findingsOf(bot, cut)).toEqual([]);
    const known = new Set(story.map(({ name }) => name));
    const start = pointsIn(bot.lines(cut.from), ['recover']).filter(
      ({ name, nth }) => nth === 1 && !known.has(name),
    );
    points = [...story, ...start];
    const calls = points.filter(({ kind }) => kind === 'call').map(({ name }) => name);
    for (const each of [
      'POST /v1.0/invitations',
      'POST /v1.0/groups/{id}/members/$ref',
      'POST /v1.0/users/{id}/messages/{id}/send',
      'POST /v3/conversations/{id}/activities/{id}',
      'PUT /v3/conversations/{id}/activities/{id}',
    ]) {
      expect(calls).toContain(each);
    }
    expect(points.filter(({ kind }) => kind === 'commit').length).toBeGreaterThan(40);
  },
  START_MS + 120_000,
);

/** What a start finds to do depends on how far the one before it came: so often it is looked for a point of it. */
const STARTS = 3;

/**
 * What came while it was watched and not again, or less often: two writes that were one commit then are two now.
 * Few may be.
 */
const missed: Point[] = [];
const MOST_MISSED = 0.1;
const FEW = 2;

/** Kills the bot there, and gives what is found amiss then; null: it did not come to that. */
async function strikeAt(at: UnderWatch, plan: Point): Promise<string[] | null> {
  const guest = nextGuest();
  try {
    const lived = await live(at, guest, { part: plan.part, plan: { ...plan, id: guest } });
    return lived.struck ? await findingsOf(at, lived) : null;
  } catch (error) {
    return [String(error)];
  }
}

/** Strikes a point, or where it came last if it came less often this time; what is printed is where that was. */
async function strike(at: UnderWatch, point: Point): Promise<string[]> {
  const tries = point.part === 'recover' ? STARTS : point.nth;
  for (let left = tries; left > 0; left -= 1) {
    const plan = { ...point, nth: Math.min(left, point.nth) };
    const found = await strikeAt(at, plan);
    if (!found) continue;
    if (plan.nth < point.nth) missed.push(point);
    process.stdout.write(`killed ${inWords(plan)}: ${found.join('; ') || 'all well'}\n`);
    return found.map((each) => `${inWords(plan)}: ${each}`);
  }
  missed.push(point);
  return [];
}

async function strikeAll(first: UnderWatch, todo: Point[]): Promise<string[]> {
  const findings: string[] = [];
  let at = first;
  try {
    for (let done = 1, point = todo.shift(); point; point = todo.shift(), done += 1) {
      findings.push(...(await strike(at, point)));
      if (done % STORIES > 0) continue;
      await at.product.stop();
      at = await startUnderWatch();
    }
  } finally {
    await at.product.stop();
  }
  return findings;
}

function sample(kind: Point['kind'], few: number): readonly Point[] {
  const its = points.filter((point) => point.kind === kind);
  return onlyPoints
    ? its.filter((point) => onlyPoints?.test(inWords(point)))
    : pick(its, few, SEED);
}

test(
  'wherever it is killed, everything is done, once, and every card says so',
  async () => {
    const todo = [...sample('call', CALLS), ...sample('commit', COMMITS)];
    const most = Math.max(FEW, MOST_MISSED * todo.length);
    expect(todo.length).toBeGreaterThan(0);
    const others = Array.from({ length: AT_ONCE - 1 }, startUnderWatch);
    const found = await Promise.all(
      [bot, ...others].map(async (each) => strikeAll(await each, todo)),
    );
    const names = missed.map(inWords);
    process.stdout.write(
      `did not come: ${names.length}\n${names.map((name) => `- ${name}\n`).join('')}`,
    );
    expect(found.flat()).toEqual([]);
    expect(names.length > most ? names : []).toEqual([]);
  },
  LONGEST,
);
