import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isLong, seed } from '../support/long.ts';
import { START_MS } from '../support/product.ts';
import { BOT, type BotOutside, EMPTY, givenBot, said } from './support/bot-outside.ts';
import { type Outside, startOutside } from './support/outside.ts';
import { json, post } from './support/post.ts';

const RUNS = { numRuns: isLong ? 3000 : 60, seed: seed('any body') };

let outside: Outside;
let bot: BotOutside;

beforeAll(async () => {
  outside = await startOutside();
  bot = await givenBot(outside, { TURNS_PER_PERSON_PER_MINUTE: '1000000' });
  await bot.start();
}, START_MS);
afterAll(async () => {
  await bot?.remove();
  await outside?.close();
});

async function deliver(body: unknown): Promise<number> {
  const authorization = `Bearer ${await outside.token(BOT)}`;
  return (
    await post(bot.url, { headers: { ...json, authorization }, body: JSON.stringify(body) ?? '' })
  ).status;
}

/** Anything JSON can hold, odd keys and odd letters among it. */
const anything = fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' });
const oddKey = fc.constantFrom(
  '__proto__',
  'constructor',
  'toString',
  'length',
  'serviceUrl',
  'type',
);
const odd = fc.oneof(anything, fc.dictionary(oddKey, anything));

const fields = [
  'type',
  'id',
  'replyToId',
  'text',
  'locale',
  'name',
  'action',
  'value',
  'channelId',
  'serviceUrl',
  'timestamp',
  'localTimestamp',
  'from',
  'recipient',
  'conversation',
  'channelData',
  'entities',
  'attachments',
  'membersAdded',
  'membersRemoved',
  'deliveryMode',
] as const;

const kind = fc.constantFrom(
  'message',
  'invoke',
  'conversationUpdate',
  'installationUpdate',
  'event',
);

test('any JSON at all is refused, and nothing of it is kept, sent or looked up', async () => {
  const { connector, graph } = outside.calls;
  await fc.assert(
    fc.asyncProperty(odd, async (body) => {
      const status = await deliver(body);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    }),
    RUNS,
  );
  expect([connector.length, graph.length]).toEqual([0, 0]);
  await bot.kill();
  expect(await bot.rows()).toEqual(EMPTY);
  await bot.start();
}, 300_000);

test('an activity with anything in some of its fields is answered, or refused; it is never our failure', async () => {
  const changes = fc.tuple(
    kind,
    fc.uniqueArray(fc.constantFrom(...fields), { minLength: 1, maxLength: 3 }),
    fc.array(odd, { minLength: 3, maxLength: 3 }),
    fc.uuid(),
  );
  await fc.assert(
    fc.asyncProperty(changes, async ([type, names, values, id]) => {
      const odds = Object.fromEntries(names.map((name, at) => [name, values[at]]));
      const { length } = bot.log();
      const status = await deliver(said(outside, { type, id, ...odds }));
      expect(status).toBeGreaterThanOrEqual(200);
      expect(status).toBeLessThan(500);
      expect(bot.log().slice(length)).not.toMatch(/turn failed|activity failed/);
    }),
    RUNS,
  );
  await bot.kill();
  expect(await bot.rows()).toMatchObject({ requests: 0, guests: 0 });
  await bot.start();
}, 300_000);

test('presses with anything in them are answered, and change nothing', async () => {
  const verbs = ['approve', 'deny', 'cancel', 'retry', 'submit', 'refresh', 'evil'];
  const press = fc.record({
    action: fc.record({
      verb: fc.constantFrom(...verbs.map((verb) => `request.${verb}`)),
      data: fc.oneof(
        odd,
        fc.record({ requestId: odd, comment: odd, reason: odd, guests: odd, until: odd }),
        fc.record({
          requestId: fc.string({ unit: 'binary' }),
          guests: fc.string({ unit: 'binary' }),
        }),
      ),
    }),
  });
  await fc.assert(
    fc.asyncProperty(press, fc.boolean(), fc.uuid(), async (value, isOld, id) => {
      const { verb, data } = value.action;
      const spread = typeof data === 'object' && data !== null ? data : {};
      const activity = isOld
        ? { type: 'message', text: undefined, value: { ...spread, verb } }
        : { type: 'invoke', name: 'adaptiveCard/action', value };
      const { length } = bot.log();
      const status = await deliver(said(outside, { id, ...activity }));
      expect(status).toBeGreaterThanOrEqual(200);
      expect(status).toBeLessThan(500);
      expect(bot.log().slice(length)).not.toMatch(/turn failed|activity failed/);
    }),
    RUNS,
  );
  await bot.kill();
  expect(await bot.rows()).toMatchObject({ requests: 0, guests: 0, audit: 0 });
}, 300_000);
