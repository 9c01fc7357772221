import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { untilSaid, verbsOf } from '../support/chat.ts';
import { startOffice } from '../support/office.ts';
import { type Product, START_MS } from '../support/product.ts';
import {
  ask,
  chatOf,
  NOTHING,
  outcomeFor,
  press,
  requestOf,
  whenSettled,
} from '../support/talk.ts';

let product: Product;

beforeAll(async () => {
  product = await startOffice(['adele']);
}, START_MS);
afterAll(() => product?.stop());

/** Adele owns Marketing, so what she asks for is tried at once. */
async function invite(address: string, where = 'Marketing') {
  const card = await ask(product, 'adele', `invite ${address} to ${where}`);
  return whenSettled(product, 'adele', card);
}

const INVITED = { accounts: 1, places: ['Marketing'], mails: 1 };

describe('what Entra refuses is told by its cause, with the next step', () => {
  const refusals = [
    {
      why: 'invitations are not allowed (403)',
      address: 'sam@closed.example',
      cause: 'Your organization does not allow guests to be invited.',
      nextStep:
        'Ask your administrator. The setting is in Microsoft Entra, under External collaboration settings; a change takes up to an hour to act.',
    },
    {
      why: 'the domain is on the list of blocked ones',
      address: 'sam@throwaway.example',
      cause: "Your organization's list of domains does not allow guests from throwaway.example.",
      nextStep: 'Ask your administrator to allow throwaway.example, or use another address',
    },
    {
      why: 'cross-tenant access settings',
      address: 'sam@proseware.com',
      cause: "Your organization's cross-tenant access settings keep this guest's organization out.",
      nextStep:
        'Ask your administrator to allow that organization in Microsoft Entra, under Cross-tenant access settings.',
    },
    {
      why: 'another object has the address as proxy address',
      address: 'sales@litware.com',
      cause: 'Another account or group of your organization already uses this address.',
      nextStep:
        'Ask your administrator to find it by its proxy address in Microsoft Entra and to remove the address there, then try again.',
    },
    {
      why: 'the directory is full',
      address: 'sam@overquota.example',
      cause: "Your organization's directory is full.",
      nextStep:
        'Ask your administrator to remove unused accounts or to raise the limit, then try again.',
    },
    {
      why: 'too many at once look suspicious (403)',
      address: 'sam@suspicious.example',
      cause: 'Microsoft stopped these invitations because so many at once look suspicious.',
      nextStep:
        'Wait an hour before you try again; if it stays like this, your administrator can ask Microsoft support.',
    },
    {
      why: 'the account is soft-deleted',
      address: 'left.guest@fabrikam.com',
      cause: 'This guest was deleted lately and is still among the deleted users.',
      nextStep:
        'Ask your administrator to restore the account or to delete it for good, then try again.',
    },
  ];

  test.each(refusals)('$why', async ({ address, cause, nextStep }) => {
    const before = await outcomeFor(product, address);
    const card = await invite(address);
    expect(card.words).toContain('Needs attention');
    expect(card.words).toContain(address);
    expect(card.words).toContain(cause);
    expect(card.words).toContain(nextStep);
    expect(verbsOf(card.card)).toEqual(['request.retry']);
    await untilSaid(product, await chatOf(product, 'adele'), 'needs attention', requestOf(card));
    expect(await outcomeFor(product, address)).toEqual(before);
    expect(before).toMatchObject({ places: [], mails: 0 });
  });

  test('an account that is blocked from signing in is named before anything is started', async () => {
    const card = await ask(product, 'adele', 'invite blocked.guest@fabrikam.com to Marketing');
    const { words } = await whenSettled(product, 'adele', card);
    expect(words).toContain('Nothing was started.');
    expect(words).toContain(
      'blocked.guest@fabrikam.com is already in the directory as a guest, but the account is blocked from signing in.',
    );
    expect(words).toContain('Ask your administrator to unblock the account, then try again.');
    expect(await outcomeFor(product, 'blocked.guest@fabrikam.com')).toEqual({
      accounts: 1,
      places: [],
      mails: 0,
    });
  });

  test('the colleague behind an internal account is told before anything is started', async () => {
    const { words } = await ask(product, 'adele', 'invite nestor.wilke@litware.com to Marketing');
    expect(words).toContain('nestor.wilke@litware.com belongs to Nestor Wilke, who works here');
    expect(words).toContain('Add Nestor Wilke to the team, group or application');
  });
});

describe('Try again does what could not be done before, and nothing twice', () => {
  test('once there is room in the directory', async () => {
    await product.turn({ objectQuota: 1 });
    const card = await invite('room@gmail.com');
    expect(card.words).toContain("Your organization's directory is full.");

    const still = await press(product, 'adele', card, 'request.retry', {
      requestId: requestOf(card),
    });
    expect(still.words).toContain('On the way');
    expect((await whenSettled(product, 'adele', card)).words).toContain('directory is full');
    expect(await outcomeFor(product, 'room@gmail.com')).toEqual(NOTHING);

    await product.turn({ objectQuota: null });
    await press(product, 'adele', card, 'request.retry', { requestId: requestOf(card) });
    const { words } = await whenSettled(product, 'adele', card);
    expect(words).toContain('Invited');
    expect(words).toContain("The invitation is in your guest's mailbox.");
    expect(await outcomeFor(product, 'room@gmail.com')).toEqual(INVITED);

    const late = await press(product, 'adele', card, 'request.retry', {
      requestId: requestOf(card),
    });
    expect(late.words).toContain('Nothing of this request can be tried again.');
    await product.settled();
    expect(await outcomeFor(product, 'room@gmail.com')).toEqual(INVITED);
  });

  test('only the row that failed, once the suspicion has passed', async () => {
    await product.turn({ suspiciousAfter: 0 });
    const card = await invite('calm@gmail.com, accepted.guest@fabrikam.com');
    expect(card.words).toContain('because so many at once look suspicious');
    expect(await outcomeFor(product, 'accepted.guest@fabrikam.com')).toEqual(INVITED);

    await product.turn({ suspiciousAfter: null });
    await press(product, 'adele', card, 'request.retry', { requestId: requestOf(card) });
    await product.settled();
    expect(await outcomeFor(product, 'calm@gmail.com')).toEqual(INVITED);
    expect(await outcomeFor(product, 'accepted.guest@fabrikam.com')).toEqual(INVITED);
  });
});

describe('who is a guest already', () => {
  test('and has not redeemed: without a link that we hold he gets a new one, with it the same', async () => {
    await invite('pending.guest@fabrikam.com');
    await invite('pending.guest@fabrikam.com', 'Expense Reports');
    const mails = (await product.outbox()).filter(({ to }) => to === 'pending.guest@fabrikam.com');
    const [first, second] = mails.map(({ redeemUrl }) => redeemUrl);
    expect(mails).toHaveLength(2);
    expect(first).toMatch(/^http/);
    expect(second).toBe(first);
    await product.post('/_sandbox/redeem', { email: 'pending.guest@fabrikam.com' });
    const { users } = await product.tenant();
    const guests = users.filter(({ mail }) => mail === 'pending.guest@fabrikam.com');
    expect(guests).toMatchObject([{ externalUserState: 'Accepted' }]);
  });

  test.each([
    ['under another mail', 'j.smith@fabrikam.com', 'Jane Smith'],
    ['by an identity alone', 'k.brown@gmail.com', 'Kelly Brown'],
  ])(
    'and has redeemed, %s: he is found, given access and mailed a direct link',
    async (_how, address, name) => {
      const before = (await product.tenant()).users.length;
      const { words } = await invite(address);
      expect(words).toContain('A guest already; access is given, and a mail tells so');
      const news = await untilSaid(product, await chatOf(product, 'adele'), 'Your guest can start');
      expect(news.words).toContain(`${name} was a guest already and can now use Marketing`);
      expect(news.words).toContain(address);
      const { users, resources } = await product.tenant();
      expect(users).toHaveLength(before);
      const guest = users.find(({ displayName }) => displayName === name);
      expect(resources.find((each) => each.name === 'Marketing')?.members).toContain(guest?.id);
      const mails = (await product.outbox()).filter(({ to }) => to === address);
      expect(mails).toMatchObject([{ redeemUrl: null }]);
      expect(mails[0]?.text).toContain('https://woodgrove.sharepoint.com/sites/marketing');
    },
  );

  test('and is in already: nothing is done, and the card says so', async () => {
    // Asked for again at once, the card that stands is shown.
    await product.post('/_sandbox/clock', { advance: 'PT16M' });
    const { words } = await invite('j.smith@fabrikam.com');
    expect(words).toContain(
      'A guest already, with access to everything asked for. No mail was sent.',
    );
    expect((await product.outbox()).filter(({ to }) => to === 'j.smith@fabrikam.com')).toHaveLength(
      1,
    );
  });
});
