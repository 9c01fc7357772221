import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Database } from '../../src/db/types.ts';
import { viewRequest } from '../../src/requests/view-request.ts';
import { seededRandom } from '../../src/sandbox/conditions/random.ts';
import { givenDatabase } from '../support/database.ts';
import { ask, runJobs } from '../support/given-requests.ts';
import { isLong, seeds } from '../support/long.ts';
import { accountsOf } from './compare.ts';
import { CARD } from './model.ts';
import { answerTo, runPress } from './turns.ts';
import { givenWorld, type World } from './world.ts';

let database: Database;
let world: World;
beforeAll(async () => {
  database = await givenDatabase();
});
afterAll(() => database.close());

const GUEST = 'guest@outside.com';
const SEEDS = seeds('at once', isLong ? 60 : 2);

/** A request of John's, with everybody asked. */
async function givenAsked(resources: readonly string[]): Promise<string> {
  world = await givenWorld(database.db);
  const guests = [{ address: GUEST, name: null }];
  const outcome = await ask(world.given.deps, 'john', { guests, resources: [...resources] });
  if (!('view' in outcome)) throw new Error(`not asked but ${outcome.kind}`);
  await runJobs(world.given);
  return outcome.view.id;
}

type Press = readonly [who: string, verb: string];

/** Twenty presses at the same moment, chosen by the seed; what each is answered. */
function pressAll(id: string, presses: readonly Press[], seed: number): Promise<string[]> {
  const random = seededRandom(seed);
  const chosen = Array.from({ length: 20 }, () => presses[Math.floor(random() * presses.length)]);
  return Promise.all(chosen.map((each) => (each ? press(id, ...each) : '')));
}

async function press(requestId: string, who: string, verb: string): Promise<string> {
  const data = { requestId, reason: 'Not now', guests: GUEST, resources: 'Road to Green' };
  const { answer } = await answerTo(world, who, (our) => runPress(world, our, verb, data));
  return answer;
}

function cards(answers: readonly string[]): number {
  return answers.filter((answer) => answer === CARD).length;
}

/** What really happened, once all work is done. */
async function outcome(id: string) {
  await runJobs(world.given);
  const { company, given } = world;
  const [account, ...others] = accountsOf(company, GUEST);
  const joined = [...company.places.values()].filter(({ members }) => members.has(account ?? ''));
  return {
    status: (await viewRequest(given.deps, id))?.status,
    accounts: account ? 1 + others.length : 0,
    invitations: company.invitations,
    places: joined.length,
    mails: company.sent.length,
    drafts: company.drafts.size,
  };
}

const DONE = { status: 'done', accounts: 1, invitations: 1, mails: 1, drafts: 0 };
const NOTHING = { accounts: 0, invitations: 0, places: 0, mails: 0, drafts: 0 };
const LATE = /^request\.(alreadyDecided|cannotCancel) /;

const DECIDING: readonly Press[] = [
  ['megan', 'request.approve'],
  ['adele', 'request.approve'],
  ['megan', 'request.deny'],
  ['adele', 'request.deny'],
  ['john', 'request.cancel'],
];

test.each(SEEDS)(
  'of twenty who decide at once one does, and the others read so (seed %i)',
  async (seed) => {
    const id = await givenAsked(['Road to Green']);
    const answers = await pressAll(id, DECIDING, seed);
    expect(cards(answers)).toBe(1);
    for (const answer of answers) if (answer !== CARD) expect(answer).toMatch(LATE);
    const came = await outcome(id);
    const { status } = came;
    expect(['done', 'denied', 'cancelled']).toContain(status);
    expect(came).toEqual(status === 'done' ? { ...DONE, places: 1 } : { ...NOTHING, status });
  },
);

test.each(SEEDS)('each of two owners decides about his own once (seed %i)', async (seed) => {
  const id = await givenAsked(['Project X', 'Marketing']);
  const answers = await pressAll(id, DECIDING.slice(0, 2), seed);
  expect(cards(answers)).toBe(2);
  for (const answer of answers) if (answer !== CARD) expect(answer).toMatch(LATE);
  expect(await outcome(id)).toEqual({ ...DONE, places: 2 });
});

test.each(SEEDS)('work that is under way is not disturbed by presses (seed %i)', async (seed) => {
  const id = await givenAsked(['Road to Green']);
  await press(id, 'megan', 'request.approve');
  const [answers] = await Promise.all([
    pressAll(id, DECIDING, seed),
    ...[1, 2, 3].map(() => runJobs(world.given)),
  ]);
  expect(cards(answers)).toBe(0);
  expect(await outcome(id)).toEqual({ ...DONE, places: 1 });
});

test.each(SEEDS)('twenty new tries at once are one (seed %i)', async (seed) => {
  const id = await givenAsked(['Road to Green']);
  world.mailRefused.add(GUEST);
  await press(id, 'megan', 'request.approve');
  expect(await outcome(id)).toMatchObject({ status: 'attention', accounts: 1, mails: 0 });
  world.mailRefused.clear();
  const answers = await pressAll(
    id,
    [
      ['john', 'request.retry'],
      ['megan', 'request.retry'],
    ],
    seed,
  );
  expect(answers).toContain(CARD);
  for (const answer of answers) expect([CARD, 'request.nothingToRetry']).toContain(answer);
  expect(await outcome(id)).toEqual({ ...DONE, places: 1 });
});

test.each(SEEDS)(
  'a form that is sent twenty times at once is one request (seed %i)',
  async (seed) => {
    const id = await givenAsked([]);
    const answers = await pressAll(id, [['john', 'request.submit']], seed);
    expect(cards(answers)).toBe(1);
    for (const answer of answers) if (answer !== CARD) expect(answer).toBe('request.alreadySent');
    await press(id, 'megan', 'request.approve');
    expect(await outcome(id)).toEqual({ ...DONE, places: 1 });
  },
);
