import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readChat, untilSaid } from '../support/chat.ts';
import { startOffice } from '../support/office.ts';
import { type Product, START_MS } from '../support/product.ts';
import { ask, chatOf, outcomeFor, whenSettled } from '../support/talk.ts';

let product: Product;

beforeAll(async () => {
  product = await startOffice(['megan'], { TEAM_MEMBERS_PER_MINUTE: '600' });
}, START_MS);
afterAll(() => product?.stop());

const LATER = 'Teams may take some hours to show it to the guest.';

/** What was written to Project X and its group for guests, by Graph's path and answer. */
async function writes(): Promise<string[]> {
  const log = await product.text('/_sandbox/graph-log');
  return log
    .split('\n')
    .filter((line) => /"method":"POST","url":"[^"]*\/members/.test(line))
    .map((line) => {
      const [, kind] = /\/(teams|groups)\//.exec(line) ?? [];
      const [, status] = /"status":(\d+)/.exec(line) ?? [];
      return `${kind} ${status}`;
    });
}

async function welcomesOf(address: string) {
  const { channelId } = await product.people();
  const { users } = await product.tenant();
  const name = users.find(({ mail }) => mail === address)?.displayName ?? address;
  return (await readChat(product, channelId)).filter(({ words }) => words.includes(`${name}</at>`));
}

test('where Teams takes guests, its own call brings him in, and Teams shows him at once', async () => {
  await product.turn({ teamAddRefusesGuests: false });
  const card = await ask(product, 'megan', 'invite direct@gmail.com to Project X');
  const { words } = await whenSettled(product, 'megan', card);
  expect(words).toContain('Invited');
  expect(words).not.toContain(LATER);
  expect(await writes()).toEqual(['teams 201']);
  expect(await outcomeFor(product, 'direct@gmail.com')).toMatchObject({ places: ['Project X'] });
});

test('where Teams refuses guests, the group brings him in; what the roster shows is not called late', async () => {
  await product.turn({ teamAddRefusesGuests: true });
  const card = await ask(product, 'megan', 'invite group@gmail.com to Project X');
  const { words } = await whenSettled(product, 'megan', card);
  expect(words).toContain('Invited');
  expect(words).not.toContain(LATER);
  expect(await writes()).toEqual(['teams 201', 'teams 403', 'groups 204']);
  expect(await outcomeFor(product, 'group@gmail.com')).toMatchObject({ places: ['Project X'] });
});

test('while Teams lags behind the group the card says so, and nobody is welcomed where he is not', async () => {
  await product.turn({ rosterDelayMinutes: 120 });
  const card = await ask(product, 'megan', 'invite late@gmail.com to Project X');
  const { words } = await whenSettled(product, 'megan', card);
  expect(words).toContain(`Project X (team): access is given. ${LATER}`);
  expect(await outcomeFor(product, 'late@gmail.com')).toMatchObject({ places: ['Project X'] });

  await product.post('/_sandbox/redeem', { email: 'late@gmail.com' });
  await untilSaid(product, await chatOf(product, 'megan'), 'late@gmail.com', 'has signed in');
  await product.settled();
  expect(await welcomesOf('late@gmail.com')).toEqual([]);

  await product.post('/_sandbox/clock', { advance: 'PT1H' });
  await product.settled();
  expect(await welcomesOf('late@gmail.com')).toEqual([]);
});

test('once Teams shows him he is mentioned, once, and the card no longer calls him late', async () => {
  const { channelId } = await product.people();
  await product.post('/_sandbox/clock', { advance: 'PT2H' });
  const welcome = await untilSaid(product, channelId, 'late</at>', 'Megan Bowen');
  expect(welcome.mentions).toHaveLength(2);
  const arrived = await untilSaid(product, await chatOf(product, 'megan'), 'late@gmail.com', '✓');
  expect(arrived.words).not.toContain(LATER);
  await product.post('/_sandbox/clock', { advance: 'PT5H' });
  await product.settled();
  expect(await welcomesOf('late@gmail.com')).toHaveLength(1);
});
