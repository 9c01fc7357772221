import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readChat, untilSaid } from '../support/chat.ts';
import { givenPlace, type Place } from '../support/database.ts';
import { startOffice } from '../support/office.ts';
import { type Product, START_MS } from '../support/product.ts';
import { guestlist } from '../support/shell.ts';
import { ask, chatOf, outcomeFor, requestOf, whenSettled } from '../support/talk.ts';

const MICROSOFT = 'invites@microsoft.com';
const OURS = 'guestlist@woodgrove.com';

let place: Place;
let product: Product;

beforeAll(async () => {
  place = await givenPlace();
  const { dataDir, databaseUrl } = place;
  product = await startOffice(['megan'], {
    DATA_DIR: dataDir,
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
    OAUTH_CONNECTION: 'people',
    MAIL_MODE: 'microsoft',
    TEAM_MEMBERS_PER_MINUTE: '600',
  });
}, START_MS);
afterAll(async () => {
  await product?.stop();
  await place?.remove();
});

/** Megan invites this address to her team; gives her request, and what its card says in the end. */
async function invite(address: string, more = '') {
  const card = await ask(product, 'megan', `invite ${address} to Project X ${more}`);
  const { words } = await whenSettled(product, 'megan', card);
  return { requestId: requestOf(card), words };
}

async function mailsTo(address: string) {
  return (await product.outbox()).filter(({ to }) => to === address);
}

/** What the audit says of this step of a request. */
async function audited(requestId: string, action: string): Promise<unknown> {
  const { out } = await guestlist(place.dataDir, 'audit', 'show', requestId, '--json');
  const rows: { action: string; after: object }[] = JSON.parse(out);
  return rows.find((row) => row.action === action)?.after;
}

test('without the token of who asks we mail as ever, the audit says so, and he is asked once', async () => {
  const { requestId } = await invite('ours@gmail.com', 'with message "Welcome to us"');
  expect(await mailsTo('ours@gmail.com')).toMatchObject([{ from: OURS }]);
  expect(await audited(requestId, 'guest.invited')).toMatchObject({ mailedBy: 'guestlist' });
  await invite('ours.too@gmail.com');
  const chat = await readChat(product, await chatOf(product, 'megan'));
  const offers = chat.filter(({ words }) => words.includes('Let me bring in guests in your name'));
  expect(offers).toHaveLength(1);
  expect(offers[0]?.words).toContain('Microsoft mails the guests');
});

test('with it Microsoft mails, with his words, and nobody else does; the audit says in whose name', async () => {
  await product.post('/_sandbox/consent', { as: 'megan', given: true });
  await product.say('megan', 'sign in');
  await untilSaid(product, await chatOf(product, 'megan'), 'From now on I bring in the guests');
  const { requestId, words } = await invite('own@gmail.com', 'with message "Welcome to us"');
  expect(words).toContain('Invited');

  const mails = await mailsTo('own@gmail.com');
  expect(mails).toMatchObject([{ from: MICROSOFT }]);
  expect(mails[0]?.text).toContain('Welcome to us');
  expect(mails[0]?.text).toContain('Megan Bowen');
  const { aadObjectId } = await product.person('megan');
  expect(await audited(requestId, 'guest.invited')).toMatchObject({
    mailedBy: 'microsoft',
    inRightOf: aadObjectId,
  });
  expect(await audited(requestId, 'guest.mailed')).toMatchObject({ mailedBy: 'microsoft' });
});

test('who comes by that mail is noticed and welcomed as any other guest', async () => {
  await product.post('/_sandbox/redeem', { email: 'own@gmail.com' });
  await untilSaid(product, await chatOf(product, 'megan'), 'own@gmail.com', 'has signed in');
});

test('whom Microsoft has mailed needs no second invitation for a second place', async () => {
  await invite('two@gmail.com');
  await product.settled();
  const card = await ask(product, 'megan', 'invite two@gmail.com to Road to Green');
  await whenSettled(product, 'megan', card);
  const mails = await mailsTo('two@gmail.com');
  expect(mails.map(({ from }) => from)).toEqual([MICROSOFT, OURS]);
  expect(mails[1]?.redeemUrl).toBe(mails[0]?.redeemUrl);
});

test('an invitation whose answer got lost is not made a second time', async () => {
  await product.post('/_sandbox/faults', {
    rules: [{ method: 'POST', pathRegex: '/invitations', times: 1, cut: 'after' }],
  });
  const { words } = await invite('lost@gmail.com');
  expect(words).toContain('Invited');
  expect(await mailsTo('lost@gmail.com')).toMatchObject([{ from: MICROSOFT }]);
  expect(await outcomeFor(product, 'lost@gmail.com')).toEqual({
    accounts: 1,
    places: ['Project X'],
    mails: 1,
  });
  await product.post('/_sandbox/redeem', { email: 'lost@gmail.com' });
  await untilSaid(product, await chatOf(product, 'megan'), 'lost@gmail.com', 'has signed in');
});

test('one that never reached Microsoft is made once it would be to be seen', async () => {
  await product.delete('/_sandbox/faults');
  await product.post('/_sandbox/faults', {
    rules: [{ method: 'POST', pathRegex: '/invitations', times: 1, cut: 'before' }],
  });
  await ask(product, 'megan', 'invite never@gmail.com to Project X');
  await untilStruck();
  expect(await mailsTo('never@gmail.com')).toEqual([]);
  await product.post('/_sandbox/clock', { advance: 'PT16M' });
  await product.settled(60);
  expect(await mailsTo('never@gmail.com')).toMatchObject([{ from: MICROSOFT }]);
});

test('a right that does not reach so far leaves the mail to us', async () => {
  await product.turn({ delegatedPermissions: ['TeamMember.ReadWrite.All'] });
  const { requestId } = await invite('scope@gmail.com');
  expect(await mailsTo('scope@gmail.com')).toMatchObject([{ from: OURS }]);
  expect(await audited(requestId, 'guest.invited')).toMatchObject({ mailedBy: 'guestlist' });
});

/** Waits until the one fault has struck. */
async function untilStruck(): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const { rules } = await product.get<{ rules: { injected: number }[] }>('/_sandbox/faults');
    if (rules[0]?.injected === 1) return;
    await wait(50);
  }
  throw new Error('no fault has struck');
}
