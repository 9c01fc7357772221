import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { START_MS } from '../support/product.ts';
import { BOT, type BotOutside, givenBot, said } from './support/bot-outside.ts';
import { newKey, type Outside, type SigningKey, startOutside } from './support/outside.ts';
import { json, post } from './support/post.ts';

let outside: Outside;
let bot: BotOutside;

beforeAll(async () => {
  outside = await startOutside();
  bot = await givenBot(outside);
  await bot.start();
}, START_MS);
afterAll(async () => {
  await bot?.remove();
  await outside?.close();
});

let count = 0;

/** Says something, with a token under this key; gives the status. */
async function say(key: SigningKey = outside.key): Promise<number> {
  count += 1;
  const id = `key-${count}`;
  const authorization = `Bearer ${await outside.token(BOT, { key })}`;
  const body = JSON.stringify(said(outside, { id }));
  return (await post(bot.url, { headers: { ...json, authorization }, body })).status;
}

test('while the keys cannot be read it is 503, and well again without a restart', async () => {
  outside.keys.isDown = true;
  const asked = outside.calls.keys.length;
  const statuses = await Promise.all(Array.from({ length: 20 }, () => say()));
  expect(new Set(statuses)).toEqual(new Set([503]));
  expect(outside.calls.keys.length - asked).toBeLessThan(3);
  expect(outside.calls.connector).toHaveLength(0);
  outside.keys.isDown = false;
  await wait(1100);
  expect(await say()).toBe(200);
});

test(
  'of fifty first calls at once, one fetches the keys',
  async () => {
    await bot.kill();
    await bot.start();
    const asked = outside.calls.keys.length;
    const statuses = await Promise.all(Array.from({ length: 50 }, () => say()));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(outside.calls.keys.slice(asked)).toEqual([
      'GET /_sandbox/channel/openid-configuration',
      'GET /_sandbox/channel/keys',
    ]);
  },
  START_MS,
);

test('a new key is found within seconds, and keys that are made up ask for no more', async () => {
  const [next, madeUp] = [await newKey(), await newKey()];
  outside.keys.published = [next.publicJwk];
  const asked = outside.calls.keys.length;
  const began = Date.now();
  while ((await say(next)) !== 200) {
    expect(Date.now() - began).toBeLessThan(12_000);
    expect(await say(madeUp)).toBe(401);
    await wait(200);
  }
  expect(outside.calls.keys.length - asked).toBeLessThan(5);
  expect(await say(outside.key)).toBe(401);
});
