import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verbsOf } from '../support/chat.ts';
import { startOffice } from '../support/office.ts';
import { type Product, START_MS } from '../support/product.ts';
import {
  approve,
  ask,
  askedToDecide,
  NOTHING,
  outcomeFor,
  press,
  requestOf,
  whenSettled,
} from '../support/talk.ts';

let product: Product;

beforeAll(async () => {
  product = await startOffice(['john', 'megan', 'adele', 'ada'], {
    TEAM_MEMBERS_PER_MINUTE: '600',
  });
}, START_MS);
afterAll(() => product?.stop());

test('nothing has been asked, and nothing waits: the lists say so', async () => {
  expect((await ask(product, 'john', 'my requests')).words).toContain(
    'You have not asked for anything yet.',
  );
  expect((await ask(product, 'megan', 'waiting for me')).words).toContain(
    'Nothing waits for your decision.',
  );
});

describe('what waits can be taken back, by its card and by a sentence', () => {
  test.each([
    ['by its card', 'card@gmail.com', null],
    ['by its address', 'address@gmail.com', 'cancel address@gmail.com'],
    ['by its number', 'number@gmail.com', 'please cancel #<id>'],
  ])('%s', async (_how, address, sentence) => {
    const mine = await ask(product, 'john', `invite ${address} to Project X`);
    const requestId = requestOf(mine);
    const asked = await askedToDecide(product, 'megan', requestId);
    const { words } = sentence
      ? await ask(product, 'john', sentence.replace('<id>', requestId))
      : await press(product, 'john', mine, 'request.cancel', { requestId });
    expect(words).toContain('Cancelled by John Doe. Nobody was invited.');
    const hers = await whenSettled(product, 'megan', asked);
    expect(hers.words).toContain('Cancelled by John Doe.');
    expect(verbsOf(hers.card)).toEqual([]);
    expect(await outcomeFor(product, address)).toEqual(NOTHING);
  });

  test('what is done already cannot be, and the answer says whom to ask instead', async () => {
    const mine = await ask(product, 'john', 'invite done@gmail.com to Project X');
    await approve(product, 'megan', requestOf(mine));
    await product.settled();
    const { words } = await ask(product, 'john', 'cancel done@gmail.com');
    expect(words).not.toContain('Nothing was started.');
    expect(words).toContain(
      'This request can no longer be cancelled: your guest has been invited.',
    );
    expect(words).toContain(
      'To take access away again, ask an owner of the team, group or application.',
    );
    expect(await outcomeFor(product, 'done@gmail.com')).toMatchObject({ accounts: 1, mails: 1 });
  });

  test.each(['cancel nobody@gmail.com', 'status zzzzzzzz', 'status ada@gmail.com'])(
    '%s: there is none of his',
    async (sentence) => {
      const { words } = await ask(product, 'john', sentence);
      expect(words).toContain('I know of no request of yours about');
      expect(words).toContain('Write “my requests” to see what you have asked for.');
      expect(words).not.toContain('Nothing was started.');
    },
  );

  test('a part of an address cancels nothing: what it may mean is listed', async () => {
    const mine = await ask(product, 'john', 'invite partly@gmail.com to Project X');
    for (const part of ['p', 'partly', 'partly@gmail.co', requestOf(mine).slice(1)]) {
      const { words } = await ask(product, 'john', `cancel ${part}`);
      expect(words).not.toContain('Cancelled by');
    }
    const { words } = await ask(product, 'john', 'cancel partly');
    expect(words).toContain('1 request');
    expect(words).toContain('partly@gmail.com');
    expect((await whenSettled(product, 'john', mine)).words).toContain('Waiting for approval');
  });

  test('nobody takes back what somebody else has asked for', async () => {
    const mine = await ask(product, 'john', 'invite kept@gmail.com to Project X');
    for (const who of ['megan', 'ada']) {
      const { words } = await ask(product, who, `cancel ${requestOf(mine)}`);
      expect(words).toMatch(/I know of no request of yours|is not yours to act on/);
    }
    expect((await whenSettled(product, 'john', mine)).words).toContain('Waiting for approval');
  });
});

describe('people find what concerns them, and nothing else', () => {
  test('the requester his own, the owner what waits for her', async () => {
    const mine = await ask(product, 'john', 'invite found@gmail.com to Marketing because of Q3');
    const list = await ask(product, 'john', 'my requests');
    expect(list.words).toContain('found@gmail.com');
    expect(list.words).toContain('Waiting for approval');
    const waiting = await ask(product, 'adele', 'waiting for me');
    expect(waiting.words).toContain('1 request');
    expect(waiting.words).toContain('found@gmail.com Marketing (group) · asked by John Doe');
    const opened = await ask(product, 'adele', `status ${requestOf(mine)}`);
    expect(opened.words).toContain('You are asked because you own Marketing (group).');
    expect(verbsOf(opened.card)).toEqual(['request.approve', 'request.deny']);
    const hidden = await ask(product, 'ada', 'status found@gmail.com');
    expect(hidden.words).toContain('I know of no request of yours about found@gmail.com.');
    expect((await ask(product, 'ada', 'my requests')).words).not.toContain('found@gmail.com');
    expect((await ask(product, 'ada', 'waiting for me')).words).toContain('Nothing waits');
  });

  test('status by address gives the one, or the list where there are several', async () => {
    const one = await ask(product, 'john', 'status found@gmail.com');
    expect(one.words).toContain('Marketing (group): Adele Vance decides');
    await ask(product, 'john', 'invite found@gmail.com to Project X');
    const several = await ask(product, 'john', 'what about found@gmail.com?');
    expect(several.words).toContain('2 requests');
  });

  test('a long list says how many more there are', async () => {
    for (let count = 0; count < 11; count += 1) {
      await ask(product, 'adele', `invite long${count}@gmail.com to Project X`);
    }
    const { words } = await ask(product, 'adele', 'my requests');
    expect(words).toContain('11 requests');
    expect(words).toContain('1 more. Find it by its address or number: status sam@example.com');
  });
});

test.each([
  ['what is the weather like', 'I did not understand that'],
  ['aprove everything', 'Try one of these, or write “help”.'],
])('%s: what we do not know is said, with the way to what we know', async (said, says) => {
  const { words, card } = await ask(product, 'john', said);
  expect(words).toContain(says);
  expect(words).not.toContain('Nothing was started.');
  expect(JSON.stringify(card)).toContain('"imBack"');
});
