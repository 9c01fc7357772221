import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isLong } from '../support/long.ts';
import { type Product, START_MS, startProduct } from '../support/product.ts';
import { type Company, givenCompany, type Wish, wishes } from './company.ts';
import { endFaults, type Injected, startFaults, tableOf } from './kinds.ts';
import { expected, outcomes } from './outcomes.ts';
import { live } from './people.ts';

const REPLICATION_MS = 5000;
const SHARE = 0.2;
/** How much longer the same may take with faults than without. */
const MOST_TIMES = 3;
/**
 * Beside that, where requests are few: Graph's refusals are waited out for up to 30 s, and such a wait
 * holds up few as long as many. In the long run it has to even out.
 */
const ONE_WAIT_MS = isLong ? 0 : 30_000;
const FEWEST_OF_A_KIND = 10;

const { requests, people, seeds } = isLong
  ? { requests: 200, people: 40, seeds: [1, 2, 3] }
  : { requests: 24, people: 16, seeds: [1] };

/** What a busy machine is granted for all of it, in seconds. */
const PATIENCE = isLong ? 1200 : 240;

/** High enough that nothing but faults holds anything up. */
const NO_LIMITS = {
  TEAM_MEMBERS_PER_MINUTE: '100000',
  INVITATIONS_PER_5_SECONDS: '100000',
  DIRECTORY_WRITES_PER_150_SECONDS: '1000000',
  READ_UNITS_PER_10_SECONDS: '1000000',
  MAILS_PER_MINUTE: '100000',
  MAILS_AT_ONCE: '100',
  MAILS_PER_DAY: '1000000',
  APP_INSTALLS_PER_SECOND: '10000',
  DIRECTORY_WRITES_PER_5_MINUTES: '1000000',
  TEAM_READS_PER_SECOND: '10000',
  TEAM_WRITES_PER_SECOND: '10000',
  CHAT_SENDS_PER_SECOND: '1000',
  CHAT_SENDS_PER_2_SECONDS: '2000',
  CHAT_SENDS_PER_30_SECONDS: '30000',
  CHAT_SENDS_PER_HOUR: '1000000',
  BOT_CALLS_PER_SECOND: '10000',
  TURNS_PER_PERSON_PER_MINUTE: '10000',
};

let product: Product;
let company: Company;

beforeAll(async () => {
  product = await startProduct(NO_LIMITS);
  await product.post('/_sandbox/limits', { scale: 'off' });
  company = await givenCompany(product, people);
  await product.post('/_sandbox/replication', { ms: REPLICATION_MS });
}, 2 * START_MS);
afterAll(() => product?.stop());

/** Lives all of it to the end; how long that took, in milliseconds, and how often people had to try again. */
async function timed(all: readonly Wish[]) {
  const start = performance.now();
  const patience = await live(product, all);
  await product.settled(PATIENCE);
  return { ms: performance.now() - start, patience };
}

const jobsGivenUp = async () =>
  (await (await fetch(`${product.botOrigin}/metrics`)).text())
    .split('\n')
    .filter((line) => line.startsWith('guestlist_jobs_total') && line.includes('gaveUp'));

describe.each(seeds)('while a fifth of all calls fails, by seed %i', (seed) => {
  const run = { without: [] as Wish[], with: [] as Wish[] };
  const took = { without: 0, with: 0 };
  let injected: Injected;

  beforeAll(async () => {
    run.without = wishes(company, requests, `calm${seed}`);
    run.with = wishes(company, requests, `stormy${seed}`);
    took.without = (await timed(run.without)).ms;
    await startFaults(product, seed, SHARE);
    const { ms, patience } = await timed(run.with);
    took.with = ms;
    injected = await endFaults(product);
    process.stdout.write(
      `\n${requests} requests, seed ${seed}: ${Math.round(took.without)} ms without faults, ` +
        `${Math.round(took.with)} ms with (${(took.with / took.without).toFixed(2)} times); ` +
        `said again ${patience.saidAgain}, pressed again ${patience.pressedAgain}\n` +
        `${tableOf(injected)}\n`,
    );
  }, PATIENCE * 2000);

  test('every kind of fault came often enough to count', () => {
    const rare = Object.entries(injected.perKind).filter(([, count]) => count < FEWEST_OF_A_KIND);
    expect(rare).toEqual([]);
  });

  test('everybody is in once, by one request and one invitation, mailed once, and every card says so', async () => {
    const before = await outcomes(product, run.without, 'Invited');
    expect(before).toEqual({ outcomes: run.without.map(expected), surplusCards: 0 });
    const after = await outcomes(product, run.with, 'Invited');
    expect(after.outcomes).toEqual(run.with.map(expected));
  });

  test('a card is there twice only where Teams took it and the answer got lost', async () => {
    const { surplusCards } = await outcomes(product, run.with, 'Invited');
    expect(surplusCards).toBeLessThanOrEqual(injected.lostMessages);
  });

  test('no job was given up', async () => {
    expect(await jobsGivenUp()).toEqual([]);
  });

  test(`all of it took no more than ${MOST_TIMES} times as long as without faults${isLong ? '' : ', and one wait'}`, () => {
    expect(took.with).toBeLessThanOrEqual(MOST_TIMES * took.without + ONE_WAIT_MS);
  });

  test('the link in the one mail of each guest opens', async () => {
    for (const { address } of run.with) {
      await product.post('/_sandbox/redeem', { email: address });
    }
    const { users } = await product.tenant();
    const waiting = users.filter(
      ({ mail, externalUserState }) =>
        externalUserState !== 'Accepted' && run.with.some(({ address }) => address === mail),
    );
    expect(waiting).toEqual([]);
  });
});
