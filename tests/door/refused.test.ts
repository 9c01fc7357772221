import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { START_MS } from '../support/product.ts';
import { BOT, type BotOutside, EMPTY, givenBot, said } from './support/bot-outside.ts';
import { type Outside, startOutside } from './support/outside.ts';
import { type Answer, json, post, type Sent } from './support/post.ts';
import { wrongBodies, wrongServiceUrls } from './support/wrong-bodies.ts';
import { type OtherKeys, publishOtherKeys, wrongTokens } from './support/wrong-tokens.ts';

/** A word in every activity that no log may hold. */
const WORD = 'zanzibar';

let outside: Outside;
let others: OtherKeys;
let bot: BotOutside;

beforeAll(async () => {
  outside = await startOutside();
  others = await publishOtherKeys(outside);
  bot = await givenBot(outside);
  await bot.start();
}, START_MS);
afterAll(async () => {
  await bot?.remove();
  await outside?.close();
});

/** What a call has set off: its answer, and what it reached outside. */
async function happened(sent: Sent): Promise<Answer & { reached: number }> {
  const { connector, graph } = outside.calls;
  const before = connector.length + graph.length;
  const answer = await post(bot.url, sent);
  return { ...answer, reached: connector.length + graph.length - before };
}

let refusals = 0;

async function expectRefused(sent: Sent, status: number): Promise<void> {
  refusals += 1;
  expect(await happened(sent)).toEqual({ status, body: '', reached: 0 });
}

/** How many refusals the log tells of. */
function refusalsInLog(): number {
  const lines = bot.log().split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line).times ?? 0).reduce((sum, times) => sum + times, 0);
}

const good = async () => ({ ...json, authorization: `Bearer ${await outside.token(BOT)}` });

describe('with any of these tokens nobody comes in: 401', () => {
  test.each(wrongTokens)('%s', async (_what, make) => {
    const authorization = await make(outside, others);
    const body = JSON.stringify(said(outside, { text: `help ${WORD}` }));
    await expectRefused({ headers: { ...json, authorization }, body }, 401);
  });
});

describe('a stranger’s body is not looked at: 401', () => {
  test.each([
    ['no JSON', WORD, {}],
    ['a number as its type', `{"type":123,"text":"${WORD}"}`, {}],
    ['far too much', WORD.repeat(100_000), {}],
    ['compressed', WORD, { 'content-encoding': 'gzip' }],
    ['a form', `text=${WORD}`, { 'content-type': 'application/x-www-form-urlencoded' }],
  ])('%s', async (_what, body, headers) => {
    await expectRefused(
      { headers: { ...json, ...headers, authorization: 'Bearer a.b.c' }, body },
      401,
    );
  });
});

describe('with a good token, these bodies are not taken', () => {
  test.each(wrongBodies)('%s: %i', async (_what, status, make) => {
    const { headers = json, body = '' } = make(outside);
    await expectRefused({ headers: { ...(await good()), ...headers }, body }, status);
  });

  test('no type of content: 415', async () => {
    const { authorization } = await good();
    await expectRefused({ headers: { authorization }, body: JSON.stringify(said(outside)) }, 415);
  });
});

describe('nothing is sent to addresses that are not on the list, whatever the token says: 403', () => {
  test.each(wrongServiceUrls.map((url) => [JSON.stringify(url), url]))('%s', async (_what, url) => {
    const token = await outside.token(BOT, { claims: { serviceurl: url } });
    const headers = { ...json, authorization: `Bearer ${token}` };
    const body = JSON.stringify(said(outside, { serviceUrl: url, text: WORD }));
    await expectRefused({ headers, body }, 403);
  });
});

test('the log tells of each refusal, at the end of a second at the latest, and of nothing that was brought', async () => {
  const until = Date.now() + 5000;
  while (refusalsInLog() < refusals && Date.now() < until) await wait(50);
  expect(refusalsInLog()).toBe(refusals);
  expect(bot.log()).not.toContain(WORD);
  expect(bot.log()).not.toMatch(/eyJ|BEGIN|Bearer/);
});

test('a stranger who comes without end gets a line or two a second', async () => {
  const before = bot.log().split('\n').length;
  const began = Date.now();
  for (let times = 0; times < 500; times += 1) {
    await expectRefused({ headers: { ...json, authorization: 'Bearer a.b.c' }, body: WORD }, 401);
  }
  const seconds = Math.ceil((Date.now() - began) / 1000);
  expect(bot.log().split('\n').length - before).toBeLessThanOrEqual(seconds + 1);
});

test(
  'nothing of all that was kept',
  async () => {
    await bot.kill();
    expect(await bot.rows()).toEqual(EMPTY);
    await bot.start();
  },
  START_MS,
);

describe('what is unusual and all right is answered', () => {
  const soon = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
  let count = 0;
  const answered = async (changes: object = {}, headers: object = {}, claims: object = {}) => {
    count += 1;
    const token = await outside.token(BOT, { claims: { ...claims } });
    return happened({
      headers: { ...json, authorization: `Bearer ${token}`, ...headers },
      body: JSON.stringify(said(outside, { id: `fine-${count}`, ...changes })),
    });
  };

  test.each([
    ['a token that expired four minutes ago', {}, {}, () => ({ exp: soon(-240) })],
    ['a token that is good in four minutes', {}, {}, () => ({ nbf: soon(240) })],
    ['a token with claims of its own', {}, {}, () => ({ ver: '1.0', appid: 'x', tid: 'y' })],
    ['no channel', { channelId: undefined }, {}, () => ({})],
    [
      'nulls where nothing is known',
      { locale: null, entities: null, replyToId: null },
      {},
      () => ({}),
    ],
    ['fields that nobody knows', { evil: { a: [1, 'two', null] } }, {}, () => ({})],
    [
      'letters that a database does not take',
      { text: 'help\0\ud800', locale: 'xx-\ud800' },
      {},
      () => ({}),
    ],
    ['a language that is none', { locale: 'no language!' }, {}, () => ({})],
    ['a wish for another kind of answer', {}, { accept: 'text/html;q=0' }, () => ({})],
    [
      'another spelling of the content type',
      {},
      { 'content-type': 'Application/JSON' },
      () => ({}),
    ],
  ])('%s', async (_what, changes, headers, claims) => {
    expect(await answered(changes, headers, claims())).toMatchObject({ status: 200, body: '' });
    expect(outside.calls.connector.at(-1)).toContain(`/activities/fine-${count}`);
  });

  test.each(['typing', 'messageReaction', 'event', 'delay', 'endOfConversation', 'evil'])(
    'an activity of the type %s, with which nothing is done',
    async (type) => {
      expect(await answered({ type })).toEqual({ status: 200, body: '', reached: 0 });
    },
  );

  test('a press on a card that nobody has sent gets a sentence', async () => {
    const value = { action: { verb: 'request.approve', data: { requestId: '__proto__' } } };
    const { status, body } = await answered({ type: 'invoke', name: 'adaptiveCard/action', value });
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ type: 'application/vnd.microsoft.activity.message' });
  });
});
