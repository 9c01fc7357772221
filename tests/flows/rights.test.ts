import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Standing, untilSaid, verbsOf } from '../support/chat.ts';
import { startOffice } from '../support/office.ts';
import { type Product, START_MS } from '../support/product.ts';
import {
  ask,
  askedToDecide,
  chatOf,
  NOTHING,
  outcomeFor,
  press,
  requestOf,
  whenSettled,
} from '../support/talk.ts';

const SAM = 'gsamoogle@gmail.com';
const ANN = 'ann@gmail.com';

let product: Product;
let mine: Standing;
let requestId: string;

beforeAll(async () => {
  product = await startOffice(['john', 'megan', 'adele', 'ada']);
  await ask(product, 'adele', `invite ${SAM} to Marketing`);
  await product.settled();
  await product.post('/_sandbox/redeem', { email: SAM });
  await untilSaid(product, await chatOf(product, 'adele'), 'has arrived');
  mine = await ask(product, 'john', `invite ${ANN} to Marketing because of our secret plan`);
  requestId = requestOf(mine);
}, START_MS);
afterAll(() => product?.stop());

describe('guests neither request nor decide', () => {
  test.each(['invite ann@gmail.com to Marketing', 'invite ann@gmail.com'])('%s', async (said) => {
    const { words } = await ask(product, SAM, said);
    expect(words).toContain('Guests cannot ask for further guests.');
    expect(words).toContain('Ask the colleague who invited you to send the invitation.');
  });

  test('a guest who presses the buttons of a forwarded card is told so', async () => {
    const card = await askedToDecide(product, 'adele', requestId);
    for (const verb of ['request.approve', 'request.deny']) {
      const data = { requestId, reason: 'why not' };
      const { words } = await press(product, SAM, card, verb, data);
      expect(words).toContain('Guests cannot decide requests.');
      expect(words).toContain('Leave this one to an owner who works here.');
    }
    expect(await outcomeFor(product, ANN)).toEqual(NOTHING);
  });
});

describe('a press counts only for who may press, whatever the card or its data say', () => {
  const notYours = 'This request is not yours to act on.';
  test.each([
    ['ada, who was not asked', 'ada', 'request.approve', notYours],
    ['megan, who owns other things', 'megan', 'request.deny', notYours],
    ['john, whose request it is', 'john', 'request.approve', 'Nobody decides their own request.'],
    ['john, to get it out of the way', 'john', 'request.deny', 'Nobody decides their own request.'],
    ['adele, who did not ask', 'adele', 'request.cancel', notYours],
    ['ada, who wants to look', 'ada', 'request.refresh', notYours],
    ['ada, who wants to help', 'ada', 'request.retry', notYours],
    ['ada, with a form', 'ada', 'request.submit', notYours],
    ['john, with the form again', 'john', 'request.submit', 'This form has already been sent.'],
    [
      'john, although nothing failed',
      'john',
      'request.retry',
      'Nothing of this request can be tried',
    ],
    ['adele, by a button we do not know', 'adele', 'request.explode', 'This card is out of date.'],
  ])('%s', async (_who, who, verb, says) => {
    const data = { requestId, reason: 'Because', actorId: 'adele', status: 'working' };
    const { words } = await press(product, who, mine, verb, data);
    expect(words).toContain(says);
    expect(words).not.toContain('secret plan');
    await product.settled();
    expect(await outcomeFor(product, ANN)).toEqual(NOTHING);
    expect((await whenSettled(product, 'john', mine)).words).toContain('Waiting for approval');
  });

  test.each([
    'zzzzzzzz',
    '',
    "' or 1=1 --",
    'a\u0000b',
    'x'.repeat(20_000),
    42,
    ['zzzzzzzz'],
    { $ne: null },
  ])('a request id that names nothing: %#', async (id) => {
    const { words } = await press(product, 'adele', mine, 'request.approve', { requestId: id });
    expect(words).toMatch(/I cannot find that request|This card is out of date/);
    expect(words).toMatch(/Write “my requests”/);
  });
});

test('who may no longer decide is told so at the press, and who may by now is asked', async () => {
  const card = await askedToDecide(product, 'adele', requestId);
  await product.turn({ allowInvitesFrom: 'adminsAndGuestInviters' });
  const { words } = await press(product, 'adele', card, 'request.approve', { requestId });
  expect(words).toContain('This request is not yours to act on.');
  const asked = await askedToDecide(product, 'ada', requestId);
  expect((await whenSettled(product, 'john', mine)).words).toContain('Ada Admin decides');
  const answer = await press(product, 'ada', asked, 'request.approve', { requestId });
  expect(answer.words).toContain('On the way');
  await product.turn({ allowInvitesFrom: 'everyone' });
  await product.settled();
  expect(await outcomeFor(product, ANN)).toMatchObject({ accounts: 1, mails: 1 });
});

test('a card from an older state never acts', async () => {
  const card = await ask(product, 'john', 'invite stale@gmail.com to Project X');
  const id = requestOf(card);
  const asked = await askedToDecide(product, 'megan', id);
  expect(verbsOf(asked.card)).toEqual(['request.approve', 'request.deny']);
  const cancelled = await press(product, 'john', card, 'request.cancel', { requestId: id });
  expect(cancelled.words).toContain('Cancelled by John Doe. Nobody was invited.');

  const late = await press(product, 'megan', asked, 'request.approve', { requestId: id });
  expect(late.words).toContain('This request was cancelled by who made it.');
  expect(late.words).toContain('Nothing is left for you to do.');
  const now = await whenSettled(product, 'megan', asked);
  expect(now.words).toContain('Cancelled');
  expect(verbsOf(now.card)).toEqual([]);
  expect(await outcomeFor(product, 'stale@gmail.com')).toEqual(NOTHING);
});
