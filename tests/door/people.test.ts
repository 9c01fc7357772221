import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { START_MS } from '../support/product.ts';
import { BOT, type BotOutside, givenBot, said } from './support/bot-outside.ts';
import { type Outside, startOutside } from './support/outside.ts';
import { type Answer, json, post } from './support/post.ts';

/** Five at once, and then one every six seconds. */
const SLOW = { TURNS_PER_PERSON_PER_MINUTE: '10' };

let outside: Outside;
let bot: BotOutside;
let people = 0;

beforeAll(async () => {
  outside = await startOutside();
  bot = await givenBot(outside, SLOW);
  await bot.start();
}, START_MS);
afterAll(async () => {
  await bot?.remove();
  await outside?.close();
});
beforeEach(() => {
  people += 1;
  outside.calls.said.length = 0;
});

let count = 0;

/** Somebody who is new in each test. */
const somebody = (which = people) => ({
  id: `29:${which}`,
  aadObjectId: `11111111-2222-4333-8444-${String(which).padStart(12, '0')}`,
});

async function deliver(changes: object = {}): Promise<Answer> {
  count += 1;
  const id = `p-${count}`;
  const authorization = `Bearer ${await outside.token(BOT)}`;
  const body = JSON.stringify(said(outside, { id, from: somebody(), ...changes }));
  return post(bot.url, { headers: { ...json, authorization }, body });
}

const press = (verb: string, trigger: string) =>
  deliver({
    type: 'invoke',
    name: 'adaptiveCard/action',
    value: { action: { verb, data: { requestId: 'k7m2p9qa' } }, trigger },
  });

const TOO_FAST = 'That was more than I can take from one person at a time';
const tooFast = () => outside.calls.said.filter((words) => words.includes(TOO_FAST)).length;

test('who sends more than the limit is told so once, and his answers are as many as the limit', async () => {
  const answers = await Promise.all(Array.from({ length: 25 }, () => deliver()));
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  expect(tooFast()).toBe(1);
  expect(outside.calls.said).toHaveLength(5 + 1);
  expect((await deliver({ from: somebody(1000) })).status).toBe(200);
  expect(outside.calls.said).toHaveLength(5 + 2);
});

test('each press over the limit is answered with the sentence, and none with a message', async () => {
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => press('request.approve', 'manual')),
  );
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  const told = answers.filter(({ body }) => body.includes(TOO_FAST));
  expect(told).toHaveLength(7);
  expect(told[0]?.body).toMatch(/Wait \d+ seconds, then send it again\./);
  expect(outside.calls.said).toHaveLength(0);
});

test('cards that a client looks at by itself do not count against who reads them', async () => {
  await Promise.all(Array.from({ length: 12 }, () => press('request.refresh', 'automatic')));
  await deliver();
  expect(tooFast()).toBe(0);
  expect(outside.calls.said).toHaveLength(1);
});

test('somebody of another organization, who may be in a shared channel, gets a sentence and nothing else', async () => {
  const from = { ...somebody(), tenantId: '99999999-9999-4999-8999-999999999999' };
  const graph = outside.calls.graph.length;
  expect((await deliver({ from, text: 'invite sam@gmail.com to Project X' })).status).toBe(200);
  expect(outside.calls.said).toHaveLength(1);
  expect(outside.calls.said[0]).toContain('You are signed in to another organization');
  expect(outside.calls.graph).toHaveLength(graph);
});

test('an activity that is older than what is known of activities is not carried out', async () => {
  const days = (ago: number) => new Date(Date.now() - ago * 24 * 3600 * 1000).toISOString();
  expect((await deliver({ timestamp: days(40) })).status).toBe(200);
  expect(outside.calls.said).toHaveLength(0);
  expect((await deliver({ timestamp: days(20) })).status).toBe(200);
  expect(outside.calls.said).toHaveLength(1);
});
