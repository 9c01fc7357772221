import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { isLong } from '../support/long.ts';
import { until } from '../support/queue.ts';
import { givenSeveral, SEVERAL_MS, type Several } from './given-several.ts';
import { addresses, approveFor, askFor, bringIn, eachOnce, graphCalls, outcomes } from './work.ts';

/** One that is gone is made up for within this, in seconds; what there is to do takes its own time besides. */
const MADE_UP_FOR = 30;
const WORK = 15;

/** Calls in whose middle a process can be stopped: it has sent them, and hears the answer when it comes back. */
const CALLS = {
  invite: { method: 'POST', pathRegex: '/invitations$' },
  grant: { method: 'POST', pathRegex: '/groups/[^/]+/members' },
  draft: { method: 'POST', pathRegex: '/messages$' },
  send: { method: 'POST', pathRegex: '/send$' },
};

/** As long as this such a call takes, in ms: all of them have begun before the first one ends. */
const SLOW_MS = 8000;

let several: Several;

beforeAll(async () => {
  several = await givenSeveral(2);
}, SEVERAL_MS);
afterAll(() => several?.stop(), SEVERAL_MS);

const killed = async () => {
  const { product } = several;
  const wanted = addresses('killed', 4);
  const before = (await graphCalls(product, 'POST', /\/invitations$/)).length;
  const going = bringIn(product, wanted);
  await until(async () => (await graphCalls(product, 'POST', /\/invitations$/)).length > before);
  await product.bots[0]?.kill();
  await going;
  await product.settled(MADE_UP_FOR + WORK);
  expect(await outcomes(product, wanted)).toEqual(eachOnce(wanted));
  await product.bots[0]?.start();
};

/** The link of each one's mail opens, and so does one that is mailed from what was kept of it. */
const linksOpen = async (wanted: readonly string[]) => {
  const { product } = several;
  for (const address of wanted) {
    await approveFor(product, await askFor(product, address, 'Road to Green'));
  }
  await product.settled(MADE_UP_FOR);
  for (const email of wanted) await product.post('/_sandbox/redeem', { email });
  const { users } = await product.tenant();
  const guests = users.filter(({ mail }) => mail !== null && wanted.includes(mail));
  expect(guests.map(({ externalUserState }) => externalUserState)).toEqual(
    wanted.map(() => 'Accepted'),
  );
};

const stalled = async (calls: readonly (keyof typeof CALLS)[]) => {
  const { product } = several;
  const [stopped, successor] = product.bots;
  await successor?.kill();
  const wanted = addresses(`stalled.${calls.join('.')}`, calls.length);
  const asked = await Promise.all(wanted.map((address) => askFor(product, address)));
  const rules = calls.map((call) => ({ ...CALLS[call], times: 1, delayMs: SLOW_MS }));
  await product.post('/_sandbox/faults', { seed: 1, rules });
  await Promise.all(asked.map((each) => approveFor(product, each)));
  await until(async () => {
    const told = await product.get<{ rules: { injected: number }[] }>('/_sandbox/faults');
    return told.rules.every(({ injected }) => injected === 1);
  });
  stopped?.pause();
  await product.delete('/_sandbox/faults');

  await successor?.start();
  await product.settled(MADE_UP_FOR + WORK);
  expect(await outcomes(product, wanted)).toEqual(eachOnce(wanted));

  stopped?.resume();
  await until(async () => (await fetch(`${stopped?.origin}/readyz`)).ok, 30);
  await product.settled(MADE_UP_FOR);
  expect(await outcomes(product, wanted)).toEqual(eachOnce(wanted));
  await linksOpen(wanted);
};

test('workers that are stopped in the middle of a call and come back beside their successors do nothing twice', async () => {
  await stalled(['invite', 'grant', 'draft', 'send']);
}, 150_000);

if (isLong) {
  test.each(Object.keys(CALLS) as (keyof typeof CALLS)[])(
    'the same, where it was alone in the middle of: %s',
    (call) => stalled([call]),
    150_000,
  );
}

test('an instance that is killed at its work is made up for', killed, 120_000);
