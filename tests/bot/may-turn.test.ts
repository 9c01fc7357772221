import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { BotDeps } from '../../src/bot/deps.ts';
import { refuseTurn } from '../../src/bot/may-turn.ts';
import type { Turn } from '../../src/bot/turn.ts';
import type { Database } from '../../src/db/types.ts';
import { givenDatabase } from '../support/database.ts';
import { type Given, givenRequests } from '../support/given-requests.ts';
import { givenBot, givenTurn } from '../support/given-turn.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

let database: Database;
let given: Given;
let bot: BotDeps;
beforeAll(async () => {
  database = await givenDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  given = await givenRequests(database.db);
  bot = givenBot(given.deps);
});

/** Why this turn of John's is not carried out; null: it is. */
function refusal(changes: Partial<Turn> = {}): string | null {
  return refuseTurn(givenTurn(bot, 'john', changes), false)?.problem.code ?? null;
}

test('how old an activity is goes by the clock that what was done for it is forgotten by', () => {
  const saidAt = given.deps.clock.now();
  expect(refusal({ saidAt })).toBeNull();
  given.advance(40 * DAY_MS);
  expect(refusal({ saidAt })).toBe('turn.tooOld');
  given.advance(-80 * DAY_MS);
  expect(refusal({ saidAt: given.deps.clock.now() })).toBeNull();
});

test.each([
  ['somebody of another organization', { isOutsider: true }, 'turn.otherTenant'],
  ['somebody whose activities are too old', { saidAt: new Date(0) }, 'turn.tooOld'],
])('%s is paused like everybody else', (_who, changes, why) => {
  const answers = Array.from({ length: 100 }, () => refusal(changes));
  expect(new Set(answers.slice(0, 60))).toEqual(new Set([why]));
  expect(new Set(answers.slice(70))).toEqual(new Set(['turn.tooFast']));
});
