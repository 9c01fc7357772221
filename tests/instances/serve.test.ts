import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pick } from '../support/long.ts';
import { guestlist } from '../support/shell.ts';
import { ONCE, outcomeFor, press } from '../support/talk.ts';
import { givenSeveral, SEVERAL_MS, type Several } from './given-several.ts';
import { addresses, askFor, bringIn, eachOnce, graphCalls, outcomes } from './work.ts';

/** Seconds between two looks at who has redeemed. */
const POLL_SECONDS = 3;

describe.each(pick([2, 4], 1, 2))('%i instances', (count) => {
  let several: Several;

  beforeAll(async () => {
    several = await givenSeveral(count, { ARRIVAL_POLL_SECONDS: String(POLL_SECONDS) });
  }, SEVERAL_MS);
  afterAll(() => several?.stop(), SEVERAL_MS);

  test('serve the same people, and every effect is there once', async () => {
    const { product } = several;
    const wanted = addresses('served', 5);
    await bringIn(product, wanted);
    await product.settled(60);
    expect(await outcomes(product, wanted)).toEqual(eachOnce(wanted));
    expect(await graphCalls(product, 'POST', /\/invitations$/)).toHaveLength(wanted.length);
    expect(await graphCalls(product, 'POST', /\/send$/)).toHaveLength(wanted.length);
  });

  test('count twenty presses at once, spread over them, as one', async () => {
    const { product } = several;
    const { requestId, card } = await askFor(product, 'pressed@gmail.com');
    const pressed = await Promise.all(
      Array.from({ length: 20 }, () =>
        press(product, 'megan', card, 'request.approve', { requestId }),
      ),
    );
    await product.settled(60);
    expect(pressed.some(({ words }) => words.includes('pressed@gmail.com'))).toBe(true);
    expect(pressed.every(({ words }) => words !== '')).toBe(true);
    expect(await outcomeFor(product, 'pressed@gmail.com')).toEqual(ONCE);
  });

  test('look for arrivals once for each time it is due', async () => {
    const { product } = several;
    await product.settled(60);
    const since = (await graphCalls(product, 'GET', /users\/delta/)).length;
    await wait(4 * POLL_SECONDS * 1000);
    const looks = (await graphCalls(product, 'GET', /users\/delta/)).length - since;
    // Each instance on its own would come to so many times more; one that looks late looks less often.
    expect(looks).toBeGreaterThanOrEqual(2);
    expect(looks).toBeLessThanOrEqual(5);
  });

  test('make one chain of the audit, which each of them can prove', async () => {
    const { product } = several;
    await product.settled(60);
    for (let each = 1; each <= count; each += 1) {
      const folder = join(product.dataDir, `bot-${each}`);
      expect(await guestlist(folder, 'audit', 'verify')).toMatchObject({ exit: 0 });
    }
  });

  test('go back to the start together, and wipe nothing that came after it', async () => {
    const { product } = several;
    await product.reset();
    await product.post('/_sandbox/limits', { scale: 'off' });
    const wanted = addresses('after', 3);
    const asked = await Promise.all(wanted.map((address) => askFor(product, address)));
    // By now the slowest of them has heard of it.
    await wait(2500);
    await Promise.all(
      asked.map(({ requestId, card }) =>
        press(product, 'megan', card, 'request.approve', { requestId }),
      ),
    );
    await product.settled(60);
    expect(await outcomes(product, wanted)).toEqual(eachOnce(wanted));
  });
});
