import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { databaseLedger } from '../../../src/db/pace.ts';
import type { Database } from '../../../src/db/types.ts';
import { createGraphPacer } from '../../../src/graph/client.ts';
import { machineTimer } from '../../../src/pace/timer.ts';
import { givenDatabase } from '../../support/database.ts';
import { isLong } from '../../support/long.ts';
import { publishedLimits } from '../support/given-graph.ts';
import { givenWoodgrove, type Woodgrove } from '../support/given-woodgrove.ts';

let database: Database;
let woodgrove: Woodgrove;
let refused: number;
beforeAll(async () => {
  [database, woodgrove] = await Promise.all([givenDatabase(), givenWoodgrove()]);
});
beforeEach(() => {
  refused = 0;
});
afterAll(() => Promise.all([database.close(), woodgrove.close()]));

/** Graph as one of several instances opens it: on the database of all, and the machine's real time. */
function instance() {
  const pacer = createGraphPacer(publishedLimits, databaseLedger(database.db));
  return woodgrove.open({
    pacer,
    timer: machineTimer,
    observe: ({ status }) => {
      if (status === 429) refused += 1;
    },
  });
}

test('two instances look at the rosters of teams as often as Graph allows, and are never refused', async () => {
  const instances = [instance(), instance()];
  const [team] = (await woodgrove.graph.directory.searchResources('Project X')).exact;
  // Lines are open and code is warm: a first call that takes long is late at a bucket that fills no more.
  for (const each of instances) await each.tenant.teamRosterHas(team?.id ?? '', 'nobody');
  const began = performance.now();
  let looks = 0;
  const lane = async (index: number) => {
    for (let look = 0; look < 10; look += 1) {
      await instances[index % 2]?.tenant.teamRosterHas(team?.id ?? '', `person-${look}`);
      looks += 1;
    }
  };
  await Promise.all(Array.from({ length: 12 }, (_, index) => lane(index)));
  expect(looks).toBe(120);
  expect(performance.now() - began).toBeGreaterThan(2_500);
  expect(refused).toBe(0);
});

const JOINING = isLong ? 7 : 5;

test('two instances add to one team as often as Graph allows, and are never refused', async () => {
  const instances = [instance(), instance()];
  const { tenant, directory } = woodgrove.graph;
  const [team] = (await directory.searchResources('Project X')).exact;
  woodgrove.sandbox.world.store.write(() =>
    woodgrove.sandbox.tenant.switches.change({ teamAddRefusesGuests: false }),
  );
  const sponsorId = (await directory.accountByAddress('john.doe@woodgrove.com'))?.id ?? '';
  const guests: string[] = [];
  for (let index = 0; index < JOINING; index += 1) {
    const address = `guest${index}@contoso.com`;
    const wish = { address, name: null, redirectUrl: 'https://teams.test/', sponsorId };
    guests.push((await tenant.invite({ ...wish, urgent: true })).userId);
  }
  const joined = guests.map((id, index) =>
    instances[index % 2]?.tenant.ensureTeamMember(team?.id ?? '', id, { urgent: true }),
  );
  expect(await Promise.all(joined)).toEqual(guests.map(() => 'added'));
  expect(refused).toBe(0);
}, 150_000);
