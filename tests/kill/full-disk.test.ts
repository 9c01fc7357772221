import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { readChat } from '../support/chat.ts';
import { startOffice } from '../support/office.ts';
import { type Product, START_MS } from '../support/product.ts';
import {
  approve,
  ask,
  askedToDecide,
  chatOf,
  messagesAbout,
  NOTHING,
  ONCE,
  outcomeFor,
  requestOf,
} from '../support/talk.ts';
import { NO_LIMITS } from './support/no-limits.ts';

/** Fills a page of the database after a few requests. */
const LONG = 'they audit Q3 '.repeat(25).trim();

let product: Product;
let flag: string;
afterEach(async () => {
  rmSync(flag, { force: true });
  await product?.stop();
});

/** The product on its embedded database, on a disk that can be filled: see support/full-disk.ts. */
async function start(): Promise<void> {
  flag = join(tmpdir(), `guestlist-full-${process.pid}-${Date.now()}`);
  product = await startOffice(['john', 'megan'], {
    NODE_OPTIONS: `--import ${new URL('support/full-disk.ts', import.meta.url).href}`,
    DISK_FULL: flag,
    DATABASE_URL: '',
    ...NO_LIMITS,
  });
}

const fill = (how: 'growing' | 'all') => writeFileSync(flag, how);
const free = () => rmSync(flag, { force: true });

async function ready(): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${product.botOrigin}/readyz`);
  return { status: response.status, body: await response.json() };
}

/** Asks for a guest. What John is told: the number of his request, or nothing that he could take for one. */
async function tell(address: string): Promise<string | null> {
  const { activityId, botStatus } = await product.say(
    'john',
    `invite ${address} to Project X because ${LONG}`,
  );
  if (botStatus < 200 || botStatus > 299) return null;
  const said = await readChat(product, await chatOf(product, 'john'));
  const answer = said.find(({ fromBot, replyTo }) => fromBot && replyTo === activityId);
  if (answer?.words.includes('I have no room left')) return null;
  return answer ? requestOf(answer) : 'no answer';
}

test(
  'on a disk with no room left nobody is told that something is kept which is not, and all goes on once there is',
  async () => {
    await start();
    const before = requestOf(await ask(product, 'john', 'invite before@gmail.com to Project X'));
    await product.settled();

    fill('growing');
    expect(await ready()).toMatchObject({
      status: 503,
      body: { checks: { database: 'ok', disk: expect.stringContaining('no room') } },
    });
    const kept: string[] = [];
    const refused: string[] = [];
    for (let each = 1; refused.length < 3 && each < 200; each += 1) {
      const address = `full${each}@gmail.com`;
      ((await tell(address)) === null ? refused : kept).push(address);
    }
    expect(refused).toHaveLength(3);

    free();
    expect((await ready()).status).toBe(200);
    await product.post('/_sandbox/clock', { advance: 'PT16S' });
    await product.settled(120);
    for (const address of refused) expect(await messagesAbout(product, 'megan', address)).toBe(0);
    await product.killBot();
    await product.startBot();
    const again = requestOf(await ask(product, 'john', `invite ${refused[0]} to Project X`));
    for (const address of kept)
      expect([address, await messagesAbout(product, 'megan', address)]).toEqual([address, 1]);
    const asked = await Promise.all(
      kept.map((address) => askedToDecide(product, 'megan', address)),
    );
    for (const id of [before, again, ...asked.map(requestOf)]) {
      await approve(product, 'megan', id);
    }
    await product.settled(120);
    for (const address of ['before@gmail.com', ...refused.slice(0, 1), ...kept]) {
      expect([address, await outcomeFor(product, address)]).toEqual([address, ONCE]);
    }
    for (const address of refused.slice(1)) {
      expect(await outcomeFor(product, address)).toEqual(NOTHING);
    }
  },
  START_MS + 240_000,
);

test(
  'where not even the log can be written the process says so and ends, and goes on once it is started with room',
  async () => {
    await start();
    const id = requestOf(await ask(product, 'john', 'invite before@gmail.com to Project X'));
    await product.settled();

    fill('all');
    const said = await product.say('john', 'invite after@gmail.com to Project X');
    expect(said.botStatus).toBe(0);
    expect(await product.bots[0]?.ended()).toEqual({ code: 1, signal: null });
    expect(product.logs()).toContain('database ended');
    // Exit 2: refused, with the sentence that names the folder.
    await expect(product.startBot()).rejects.toThrow('the process ended with 2');

    free();
    await product.startBot();
    await approve(product, 'megan', id);
    await product.settled(60);
    expect(await outcomeFor(product, 'before@gmail.com')).toEqual(ONCE);
    expect(await outcomeFor(product, 'after@gmail.com')).toEqual(NOTHING);
  },
  START_MS + 120_000,
);
