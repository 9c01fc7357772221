import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { untilSaid, verbsOf } from '../support/chat.ts';
import { startOffice } from '../support/office.ts';
import { type Product, START_MS } from '../support/product.ts';
import {
  approve,
  ask,
  askedToDecide,
  chatOf,
  NOTHING,
  outcomeFor,
  press,
  requestOf,
  whenSettled,
} from '../support/talk.ts';

let product: Product;

beforeAll(async () => {
  product = await startOffice(
    ['john', 'megan', 'adele', 'ada', 'gina'],
    { TEAM_MEMBERS_PER_MINUTE: '600' },
    {
      people: [{ name: 'Gina Inviter', key: 'gina', roles: ['guestInviter'] }],
      groups: [{ name: 'Partners', owners: ['gina'] }],
    },
  );
}, START_MS);
afterAll(() => product?.stop());

describe('the tenant’s own rule and the owners say who decides', () => {
  const members = 'adminsGuestInvitersAndAllMembers';
  const few = 'adminsAndGuestInviters';
  test.each([
    ['everyone', 'megan', 'Project X', 'On the way'],
    ['everyone', 'john', 'Project X', 'Project X (team): Megan Bowen decides'],
    ['everyone', 'ada', 'Project X', 'Project X (team): Megan Bowen decides'],
    ['everyone', 'john', 'the directory', 'On the way'],
    [members, 'adele', 'Marketing', 'On the way'],
    [members, 'john', 'Marketing', 'Marketing (group): Adele Vance decides'],
    [few, 'gina', 'Partners', 'On the way'],
    [few, 'john', 'Partners', 'Partners (group): Gina Inviter decides'],
    [few, 'adele', 'Marketing', 'Marketing (group): Ada Admin decides'],
    [few, 'ada', 'the directory', 'On the way'],
    [few, 'john', 'the directory', 'Directory: one of these people decides: Ada Admin and Gina'],
    ['none', 'ada', 'Travel Booking', 'does not allow anybody to invite guests'],
    ['none', 'megan', 'Project X', 'External collaboration settings; a change takes up to an hour'],
  ])('%s: %s to %s', async (allowInvitesFrom, who, where, says) => {
    await product.turn({ allowInvitesFrom });
    const address =
      `${who}.${where.replaceAll(' ', '')}.${allowInvitesFrom}@gmail.com`.toLowerCase();
    const { words } = await ask(product, who, `invite ${address} to ${where}`);
    expect(words).toContain(says);
    await product.settled();
    const { accounts, mails } = await outcomeFor(product, address);
    const free = says === 'On the way' ? 1 : 0;
    expect({ accounts, mails }).toEqual({ accounts: free, mails: free });
  });

  test('at last everyone again', () => product.turn({ allowInvitesFrom: 'everyone' }));
});

describe('several resources with different owners', () => {
  test('each of them agrees; until then everybody reads who is waited for', async () => {
    const address = 'both@gmail.com';
    const mine = await ask(product, 'john', `invite ${address} to Project X and Marketing`);
    expect(mine.words).toContain('Project X (team): Megan Bowen decides');
    expect(mine.words).toContain('Marketing (group): Adele Vance decides');

    const first = await approve(product, 'megan', requestOf(mine), { comment: 'Fine with me' });
    expect(first.words).toContain('Waiting for approval');
    expect(first.words).toContain('Project X (team): approved by Megan Bowen');
    expect(first.words).toContain('Marketing (group): Adele Vance decides');
    expect(verbsOf(first.card)).toEqual([]);
    const waiting = await whenSettled(product, 'john', mine);
    expect(waiting.words).toContain('approved by Megan Bowen');
    expect(waiting.words).toContain('“Fine with me”');
    expect(await outcomeFor(product, address)).toEqual(NOTHING);

    const second = await approve(product, 'adele', requestOf(mine));
    expect(second.words).toContain('On the way');
    await product.settled();
    expect(await outcomeFor(product, address)).toEqual({
      accounts: 1,
      places: ['Marketing', 'Project X'],
      mails: 1,
    });
  });

  test('one of them denies: the reason reaches the requester, and nobody comes in', async () => {
    const mine = await ask(product, 'john', 'invite no@gmail.com to Project X and Marketing');
    const requestId = requestOf(mine);
    await approve(product, 'megan', requestId);
    const card = await askedToDecide(product, 'adele', requestId);

    const without = await press(product, 'adele', card, 'request.deny', { requestId, reason: ' ' });
    expect(without.words).toContain('A denial needs a reason, which the requester will read.');
    expect(without.words).toContain('Write a few words, then deny again.');

    const reason = 'We have *no* budget for this';
    const denied = await press(product, 'adele', card, 'request.deny', { requestId, reason });
    expect(denied.words).toContain('Denied');
    await untilSaid(product, await chatOf(product, 'john'), 'Adele Vance denied', requestId);
    const { words, card: last } = await whenSettled(product, 'john', mine);
    expect(words).toContain('Denied by Adele Vance.');
    expect(words).toContain(reason);
    expect(words).toContain('Talk to Adele Vance if you see it differently, then ask again.');
    expect(verbsOf(last)).toEqual([]);
    expect(await outcomeFor(product, 'no@gmail.com')).toEqual(NOTHING);
  });
});

describe('two who may decide press at once', () => {
  test('one counts, the other reads that it is decided, and all is done once', async () => {
    const mine = await ask(product, 'john', 'invite race@gmail.com to Road to Green');
    const requestId = requestOf(mine);
    const cards = await Promise.all(
      ['megan', 'adele'].map((who) => askedToDecide(product, who, requestId)),
    );
    const answers = await Promise.all([
      press(product, 'megan', cards[0] ?? mine, 'request.approve', { requestId }),
      press(product, 'adele', cards[1] ?? mine, 'request.deny', { requestId, reason: 'No' }),
    ]);
    const told = answers.map(({ words }) => words).find((each) => each.includes('already been'));
    expect(told).toContain('This request has already been');
    const { words } = await whenSettled(product, 'john', mine);
    const approved = words.includes('Invited');
    expect(words).toContain(approved ? 'approved by Megan Bowen' : 'Denied by Adele Vance.');
    const { accounts, mails } = await outcomeFor(product, 'race@gmail.com');
    const done = approved ? 1 : 0;
    expect({ accounts, mails }).toEqual({ accounts: done, mails: done });
  });

  test('the same person twice: the second press reads the same', async () => {
    const mine = await ask(product, 'john', 'invite double@gmail.com to Marketing');
    const requestId = requestOf(mine);
    const card = await askedToDecide(product, 'adele', requestId);
    const answers = await Promise.all(
      [1, 2].map(() => press(product, 'adele', card, 'request.approve', { requestId })),
    );
    expect(answers.filter((each) => each.words.includes('On the way'))).toHaveLength(1);
    await product.settled();
    expect(await outcomeFor(product, 'double@gmail.com')).toMatchObject({ accounts: 1, mails: 1 });
  });
});
