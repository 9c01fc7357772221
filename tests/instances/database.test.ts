import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { isLong } from '../support/long.ts';
import { until } from '../support/queue.ts';
import { ask, ONCE, outcomeFor, press } from '../support/talk.ts';
import { givenSeveral, SEVERAL_MS, type Several } from './given-several.ts';
import { addresses, askFor, bringIn, eachOnce, graphCalls, outcomes } from './work.ts';

/** One that is cut off is made up for within this, in seconds; what there is to do takes its own time besides. */
const MADE_UP_FOR = 30;
const WORK = 15;

let several: Several;

beforeAll(async () => {
  several = await givenSeveral(2);
}, SEVERAL_MS);
afterAll(() => several?.stop(), SEVERAL_MS);

test('a press against a row that somebody holds is answered soon, with a sentence, and counts when it is free', async () => {
  const { product, databaseUrl } = several;
  const { requestId, card } = await askFor(product, 'held@gmail.com');
  await product.settled();
  const holder = new pg.Client({ connectionString: databaseUrl });
  await holder.connect();
  await holder.query('begin');
  await holder.query('select from requests where id = $1 for update', [requestId]);

  const began = performance.now();
  const pressed = await press(product, 'megan', card, 'request.approve', { requestId });
  const seconds = (performance.now() - began) / 1000;
  expect(pressed.words).toBe(
    'Somebody else is changing this at this very moment. Try again in a moment.',
  );
  expect(seconds).toBeGreaterThan(1.5);
  expect(seconds).toBeLessThan(4);
  // Whoever wants nothing of that row does not notice.
  expect((await ask(product, 'ada', 'help')).words).toContain('What you can say');

  await holder.query('rollback');
  await holder.end();
  const again = await press(product, 'megan', card, 'request.approve', { requestId });
  expect(again.card).not.toBeNull();
  await product.settled();
  expect(await outcomeFor(product, 'held@gmail.com')).toEqual(ONCE);
});

test('without the database a turn ends in time, and all is well when it is back', async () => {
  const { product, postgres } = several;
  await postgres.stop('fast');
  const began = performance.now();
  const { botStatus } = await product.say('john', 'my requests');
  expect((performance.now() - began) / 1000).toBeLessThan(12);
  // Said by the bot, or by the balancer that has left it out by then.
  expect([200, 503]).toContain(botStatus);
  await postgres.start();
  await product.settled();
  expect((await ask(product, 'john', 'my requests')).words).toContain('held@gmail.com');
});

/** Trouble while people ask and decide, each time another: in the end all is as without it. */
async function workThrough(name: string, troubles: readonly (() => Promise<void>)[]) {
  const { product } = several;
  const wanted = addresses(name, isLong ? 20 : 4);
  const going = bringIn(product, wanted);
  for (const trouble of troubles) {
    await wait(700);
    await trouble();
  }
  await going;
  await product.settled(60);
  expect(await outcomes(product, wanted)).toEqual(eachOnce(wanted));
  expect(product.bots.map((bot) => bot.isAwake())).toEqual([true, true]);
  for (const { origin } of product.bots) expect((await fetch(`${origin}/readyz`)).status).toBe(200);
}

test('PostgreSQL is restarted and its connections are cut under load: nothing is lost, nothing comes twice, and all goes on by itself', async () => {
  const { postgres, databaseUrl } = several;
  let cut = 0;
  const sever = async () => {
    cut += await postgres.cutConnections(databaseUrl);
  };
  const restart = async () => {
    await postgres.stop('fast');
    await wait(500);
    await postgres.start();
  };
  const once = [sever, restart, sever];
  await workThrough('shaken', isLong ? [...once, ...once, ...once, ...once] : once);
  expect(cut).toBeGreaterThan(10);
}, 180_000);

test('an instance that is cut off from the database is left out and made up for, and comes back by itself', async () => {
  const { product, wires } = several;
  const [cutOff] = product.bots;
  const wanted = addresses('cut', 4);
  const before = (await graphCalls(product, 'POST', /\/invitations$/)).length;
  const going = bringIn(product, wanted);
  await until(async () => (await graphCalls(product, 'POST', /\/invitations$/)).length > before);
  wires[0]?.hold();
  await going;
  await product.settled(MADE_UP_FOR + WORK);
  expect(await outcomes(product, wanted)).toEqual(eachOnce(wanted));
  expect((await fetch(`${cutOff?.origin}/readyz`)).status).toBe(503);
  expect((await ask(product, 'john', 'my requests')).words).toContain('My requests');

  wires[0]?.release();
  await until(async () => (await fetch(`${cutOff?.origin}/readyz`)).ok, 30);
  await product.settled(MADE_UP_FOR);
  expect(await outcomes(product, wanted)).toEqual(eachOnce(wanted));
}, 150_000);
