import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startOffice } from '../support/office.ts';
import { type Product, START_MS } from '../support/product.ts';
import {
  approve,
  ask,
  askedToDecide,
  messagesAbout,
  ONCE,
  outcomeFor,
  requestOf,
} from '../support/talk.ts';
import { NO_LIMITS } from './support/no-limits.ts';

/** Sentences that are under way at once. */
const ASKED = 30;

/** Requests whose guests are being brought in meanwhile. */
const APPROVED = 5;

/** A turn may take 15 s, and a job 10 s from then on; and a busy machine takes its time. */
const DRAIN_MS = 30_000;

let product: Product;
beforeAll(async () => {
  product = await startOffice(['john', 'megan'], NO_LIMITS);
}, START_MS);
afterAll(() => product?.stop());

const addresses = (what: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${what}${index + 1}@gmail.com`);

test(
  'SIGTERM under load ends the bot in time, and loses and repeats nothing that it had taken',
  async () => {
    const coming = addresses('coming', APPROVED);
    const ids: string[] = [];
    for (const address of coming) {
      ids.push(requestOf(await ask(product, 'john', `invite ${address} to Project X`)));
    }
    await product.settled();
    for (const id of ids) await approve(product, 'megan', id);
    const asked = addresses('asked', ASKED);
    const saying = asked.map(async (address) => {
      const { botStatus } = await product.say('john', `invite ${address} to Project X`);
      return { address, taken: botStatus === 200 };
    });
    await Promise.race(saying);

    const [bot] = product.bots;
    if (!bot) throw new Error('there is no bot');
    const began = Date.now();
    await bot.kill('SIGTERM');
    expect(Date.now() - began).toBeLessThan(DRAIN_MS);
    expect(await bot.ended()).toEqual({ code: 0, signal: null });
    expect((await product.say('john', 'help')).botStatus).toBe(0);
    const said = await Promise.all(saying);
    expect(said.some(({ taken }) => taken)).toBe(true);

    await product.startBot();
    for (const { address, taken } of said) {
      if (!taken) await ask(product, 'john', `invite ${address} to Project X`);
    }
    await product.settled(120);
    for (const { address } of said)
      expect([address, await messagesAbout(product, 'megan', address)]).toEqual([address, 1]);
    for (const { address } of said) {
      await approve(product, 'megan', requestOf(await askedToDecide(product, 'megan', address)));
    }
    await product.settled(120);
    for (const address of [...coming, ...asked]) {
      expect([address, await outcomeFor(product, address)]).toEqual([address, ONCE]);
    }
  },
  START_MS + 300_000,
);
