import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readChat, type Standing, verbsOf } from '../support/chat.ts';
import { startOffice } from '../support/office.ts';
import { type Product, START_MS } from '../support/product.ts';
import type { People } from '../support/sandbox-client.ts';
import {
  ask,
  chatOf,
  footprint,
  inputsOf,
  NOTHING,
  outcomeFor,
  press,
  requestOf,
  whenSettled,
} from '../support/talk.ts';

let product: Product;
let places: People;

beforeAll(async () => {
  product = await startOffice(['john', 'megan', 'adele', 'ada'], {
    TEAM_MEMBERS_PER_MINUTE: '600',
  });
  places = await product.people();
}, START_MS);
afterAll(() => product?.stop());

describe('where several people read', () => {
  test.each(['channelId', 'groupChatId'] as const)(
    'in %s only what mentions the bot is heard',
    async (place) => {
      const before = await footprint(product);
      const said = (await readChat(product, places[place])).filter(({ fromBot }) => fromBot);
      const { botStatus } = await product.say(
        'john',
        'invite unheard@gmail.com to Project X',
        places[place],
      );
      expect(botStatus).toBe(204);
      await product.settled();
      expect(await footprint(product)).toEqual(before);
      const now = (await readChat(product, places[place])).filter(({ fromBot }) => fromBot);
      expect(now).toHaveLength(said.length);
    },
  );

  describe.each(['channelId', 'groupChatId'] as const)('in %s', (place) => {
    const address = `${place.toLowerCase()}@gmail.com`;
    let card: Standing;
    const viewOf = (who: string) =>
      press(product, who, card, 'request.refresh', { requestId: requestOf(card) });

    test('the card that all read shows nothing private and no button', async () => {
      const sentence = `@Guestlist invite ${address} to Project X because of our secret plan with message "Hush, hush"`;
      card = await ask(product, 'john', sentence, places[place]);
      expect(card.words).toContain('Waiting for approval');
      expect(card.words).toContain('Asked by John Doe');
      expect(card.words).toContain(address);
      expect(card.words).toContain('Project X (team): Megan Bowen decides');
      expect(JSON.stringify(card.card)).not.toMatch(/secret plan|Hush/);
      expect(verbsOf(card.card)).toEqual([]);
    });

    test('who is concerned gets a view of his own by the refresh, nobody else does', async () => {
      const refresh = /"userIds":\[([^\]]*)\]/.exec(JSON.stringify(card.card))?.[1] ?? '';
      const [john, megan] = await Promise.all(['john', 'megan'].map((key) => product.person(key)));
      expect(refresh.split(',').toSorted()).toEqual(
        [john, megan].map((each) => `"8:orgid:${each?.aadObjectId}"`).toSorted(),
      );
      const his = await viewOf('john');
      expect(his.words).toContain('our secret plan');
      expect(verbsOf(his.card)).toEqual(['request.cancel']);
      const hers = await viewOf('megan');
      expect(hers.words).toContain('our secret plan');
      expect(hers.words).toContain('Hush, hush');
      expect(verbsOf(hers.card)).toEqual(['request.approve', 'request.deny']);
      const others = await viewOf('adele');
      expect(others.words).not.toMatch(/secret plan|Hush/);
      expect(verbsOf(others.card)).toEqual([]);
    });

    test('the owner approves where it was asked, and the card that all read follows', async () => {
      const requestId = requestOf(card);
      await press(product, 'megan', card, 'request.approve', { requestId, comment: 'Psst' });
      await product.settled();
      const all = await readChat(product, places[place]);
      const now = all.find(({ activityId }) => activityId === card.activityId);
      expect(now?.words).toContain('Invited');
      expect(now?.words).toContain('approved by Megan Bowen');
      expect(JSON.stringify(now?.card)).not.toMatch(/secret plan|Hush|Psst/);
      expect(await outcomeFor(product, address)).toEqual({
        accounts: 1,
        places: ['Project X'],
        mails: 1,
      });
    });
  });

  test('a form is its author’s alone', async () => {
    const card = await ask(product, 'john', '@Guestlist invite f@gmail.com', places.groupChatId);
    expect(card.words).toContain('John Doe is filling in what is missing.');
    expect(verbsOf(card.card)).toEqual([]);
    const data = { requestId: requestOf(card) };
    const his = await press(product, 'john', card, 'request.refresh', data);
    expect(verbsOf(his.card)).toEqual(['request.submit', 'request.cancel']);
    const hers = await press(product, 'megan', card, 'request.refresh', data);
    expect(hers.words).toContain('This request is not yours to act on.');
  });
});

test.each([
  [
    'anchors, mailto and non-breaking spaces',
    '<p>invite&nbsp;<a href="mailto:html@gmail.com">html@gmail.com</a>&nbsp;to Marketing</p>',
    'html@gmail.com',
  ],
  [
    'a name as the anchor’s text',
    '<div>Please invite <a href="mailto:named@gmail.com">Ann Lee</a> to <b>Marketing</b></div>',
    'named@gmail.com',
  ],
  ['smart quotes', 'invite “Jo Bloggs” <jo@gmail.com> to “Marketing”', 'jo@gmail.com'],
  ['mailto typed out', 'invite mailto:typed@gmail.com to Marketing', 'typed@gmail.com'],
])('%s are understood', async (_what, text, address) => {
  const chat = await chatOf(product, 'adele');
  const html = text.startsWith('<');
  await product.post('/_sandbox/say', { as: 'adele', text, ...(html && { html }) });
  const card = (await readChat(product, chat)).findLast(({ fromBot }) => fromBot);
  expect(card?.words).toContain(address);
  await product.settled();
  expect(await outcomeFor(product, address)).toMatchObject({ places: ['Marketing'], mails: 1 });
});

describe('invite sam@… alone', () => {
  test('is asked for on a form that knows him; with a place it goes there', async () => {
    const card = await ask(product, 'adele', 'invite place@gmail.com for 30 days');
    expect(card.words).toContain('To which team, group or application');
    expect(card.words).toContain('leave empty for the directory only');
    expect(JSON.stringify(card.card)).toContain('"value":"place@gmail.com"');
    expect(await outcomeFor(product, 'place@gmail.com')).toEqual(NOTHING);
    const answer = await press(product, 'adele', card, 'request.submit', {
      requestId: requestOf(card),
      ...inputsOf(card.card),
      resources: 'Marketing',
    });
    expect(answer.words).toContain('On the way');
    const { words } = await whenSettled(product, 'adele', card);
    expect(words).toContain('Invited');
    expect(words).toMatch(/until \w+ \d+, \d{4}/i);
    expect(await outcomeFor(product, 'place@gmail.com')).toMatchObject({ places: ['Marketing'] });
  });

  test('or into the directory only, with a mail that leads to My Apps', async () => {
    const card = await ask(product, 'john', 'invite apps@gmail.com');
    await press(product, 'john', card, 'request.submit', {
      requestId: requestOf(card),
      ...inputsOf(card.card),
    });
    const { words } = await whenSettled(product, 'john', card);
    expect(words).toContain('apps@gmail.com to the directory only');
    expect(await outcomeFor(product, 'apps@gmail.com')).toEqual({
      accounts: 1,
      places: [],
      mails: 1,
    });
    const mail = (await product.outbox()).find(({ to }) => to === 'apps@gmail.com');
    expect(mail?.text).toContain(
      `https://myapplications.microsoft.com/?tenantid=${places.tenantId}`,
    );
    const { redirectUrl } = await product.post<{ redirectUrl: string }>('/_sandbox/redeem', {
      email: 'apps@gmail.com',
    });
    expect(redirectUrl).toBe(`https://myapplications.microsoft.com/?tenantid=${places.tenantId}`);
  });

  test('what the form still lacks, or says wrongly, is told without losing it', async () => {
    const card = await ask(product, 'john', 'invite');
    const requestId = requestOf(card);
    const submit = (inputs: object) =>
      press(product, 'john', card, 'request.submit', { requestId, ...inputs });
    const bad = await submit({ guests: 'sam+x@gmail.com', resources: 'Marketing' });
    expect(bad.words).toContain('has a tag after a plus sign');
    const past = await submit({
      guests: 'sam@gmail.com',
      resources: 'Marketing',
      until: '2020-01-01',
    });
    expect(past.words).toContain('is already over.');
    const none = await submit({ guests: '', resources: 'Marketing' });
    expect(none.words).toContain('Almost ready');
    const good = await submit({ guests: 'form@gmail.com', resources: 'Marketing', reason: 'Q3' });
    expect(good.words).toContain('Marketing (group): Adele Vance decides');
    expect(await outcomeFor(product, 'form@gmail.com')).toEqual(NOTHING);
  });
});
