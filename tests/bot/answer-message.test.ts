import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Activity, TurnContext } from 'botbuilder';
import { answerMessage } from '../../src/bot/answer-message.ts';
import type { BotDeps } from '../../src/bot/deps.ts';
import { clearTimer } from '../../src/db/timers.ts';
import type { Database } from '../../src/db/types.ts';
import { FIRST_CARD_TIMER } from '../../src/requests/first-card-timer.ts';
import { givenDatabase } from '../support/database.ts';
import { ask, type Given, givenRequests, started } from '../support/given-requests.ts';
import { givenBot, givenTurn } from '../support/given-turn.ts';

let database: Database;
let given: Given;
let bot: BotDeps;
beforeAll(async () => {
  database = await givenDatabase();
});
beforeEach(async () => {
  given = await givenRequests(database.db);
  bot = givenBot(given.deps);
});
afterAll(() => database.close());

/** A call to Teams that is answered with this status, and to come again in half a minute. */
const no = (statusCode: number) =>
  Object.assign(new Error('no'), { statusCode, response: { headers: { get: () => '30' } } });
const broken = new TypeError('fetch failed', { cause: new Error('socket hang up') });

/** John's chat: how Teams meets the first answers there (null: it takes them); it takes all that follow. */
function givenChat(...first: (Error | null)[]) {
  const taken: Partial<Activity>[] = [];
  const sendActivity = async (message: Partial<Activity>) => {
    if (message.type === 'typing') return undefined;
    const failure = first.shift();
    if (failure) throw failure;
    taken.push(message);
    return { id: `answer-${taken.length}` };
  };
  /** What the turn came to, or the code of what it threw. */
  const says = async (text: string, brings: Partial<Activity> = {}): Promise<string> => {
    const context = { activity: { type: 'message', text, ...brings }, sendActivity };
    const turn = givenTurn(bot, 'john', { activityId: 'said' });
    return answerMessage(context as unknown as TurnContext, turn).catch(({ code }) => code);
  };
  return { taken, says };
}

const INVITE = 'invite sam@gmail.com to Project X';

test.each([[429], [503]])(
  'a denial that Teams does not take now (%d) is said when the activity comes again, and once',
  async (status) => {
    given.company.rules = { ...given.company.rules, allowInvitesFrom: 'none' };
    const { taken, says } = givenChat(no(status));
    expect(await says(INVITE)).toBe('unavailable');
    expect(await says(INVITE)).toBe('refused');
    await says(INVITE);
    expect(taken).toHaveLength(1);
    const { notices } = database.db.query;
    const denials = (await notices.findMany()).filter(({ event }) => event === 'denied');
    expect(denials).toHaveLength(1);
  },
);

test.each([
  ['will never take', no(403)],
  ['may have taken', broken],
])('an answer that Teams %s does not make the activity come again', async (_, failure) => {
  const { taken, says } = givenChat(failure);
  expect(await says('help')).toBe('failed');
  expect(taken).toEqual([]);
});

test('the first card of a request that Teams has not taken is a job’s, and the activity is done with', async () => {
  const { says } = givenChat(no(503));
  expect(await says(INVITE)).toBe('ok');
  const timers = await database.db.query.timers.findMany();
  const due = expect.objectContaining({ kind: 'first-card', dueAt: given.deps.clock.now() });
  expect(timers).toContainEqual(due);
});

test('a request that somebody looks up is shown when the activity comes again', async () => {
  const { id } = started(await ask(given.deps, 'john'));
  await clearTimer(database.db, FIRST_CARD_TIMER, id);
  const { taken, says } = givenChat(no(503));
  expect(await says(`status ${id}`)).toBe('unavailable');
  expect(await says(`status ${id}`)).toBe('ok');
  expect(taken).toHaveLength(1);
});

test('a request is shown once, also where Teams does not take the word about its files', async () => {
  const attachments = [
    { contentType: 'application/vnd.microsoft.teams.file.download.info', name: 'guests.csv' },
  ];
  const { taken, says } = givenChat(null, no(503));
  expect([await says(INVITE, { attachments }), await says(INVITE, { attachments })]).toEqual([
    'ok',
    'ok',
  ]);
  expect(taken).toHaveLength(1);
});
