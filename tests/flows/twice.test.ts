import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { activityOf, deliver } from '../support/channel.ts';
import { readChat, requestIdOf, type Standing } from '../support/chat.ts';
import { startOffice } from '../support/office.ts';
import { type Product, START_MS } from '../support/product.ts';
import { ask, askedToDecide, chatOf, outcomeFor, requestOf } from '../support/talk.ts';

let product: Product;

beforeAll(async () => {
  product = await startOffice(['john', 'megan', 'ada'], { TEAM_MEMBERS_PER_MINUTE: '600' });
}, START_MS);
afterAll(() => product?.stop());

/** Posts an activity as the channel would, and gives the status of the answer. */
const post = async (activity: object) => (await deliver(product, activity)).status;

async function cardsIn(who: string, address: string): Promise<Standing[]> {
  const chat = await readChat(product, await chatOf(product, who));
  return chat.filter(({ fromBot, card, words }) => fromBot && card && words.includes(address));
}

test('a sentence that is delivered twice is one request, asked about once', async () => {
  const sentence = 'invite twice@gmail.com to Project X';
  const activity = await activityOf(product, 'john', { id: '1700000000001', text: sentence });
  expect(await post(activity)).toBe(200);
  expect(await post(activity)).toBe(200);
  await Promise.all([post(activity), post(activity)]);
  await product.settled();
  expect((await ask(product, 'john', 'my requests')).words).toContain('1 request');
  expect(await cardsIn('megan', 'twice@gmail.com')).toHaveLength(1);
  const his = await cardsIn('john', 'twice@gmail.com');
  expect(his.filter(({ words }) => !words.includes('My requests'))).toHaveLength(1);
  const [first] = await cardsIn('john', 'twice@gmail.com');
  expect(first?.words).toContain('Megan Bowen decides');
});

test('help that is asked for in one activity is given once, however often it comes', async () => {
  const activity = await activityOf(product, 'john', { id: '1700000000002', text: 'help' });
  await post(activity);
  expect(await Promise.all([post(activity), post(activity)])).toEqual([200, 200]);
  const chat = await readChat(product, await chatOf(product, 'john'));
  expect(chat.filter(({ words }) => words.includes('What you can say'))).toHaveLength(1);
});

test('a press that is delivered twice counts once', async () => {
  const [mine] = await cardsIn('john', 'twice@gmail.com');
  const requestId = requestIdOf(mine?.card ?? null);
  const asked = await askedToDecide(product, 'megan', requestId);
  const press = await activityOf(product, 'megan', {
    id: 'f:11111111-1111-4111-8111-111111111111',
    type: 'invoke',
    name: 'adaptiveCard/action',
    text: undefined,
    replyToId: asked.activityId,
    value: {
      action: { type: 'Action.Execute', verb: 'request.approve', data: { requestId } },
      trigger: 'manual',
    },
  });
  const answers = await Promise.all([post(press), post(press)]);
  expect(answers).toEqual([200, 200]);
  expect(await post(press)).toBe(200);
  await product.settled();
  expect(await outcomeFor(product, 'twice@gmail.com')).toEqual({
    accounts: 1,
    places: ['Project X'],
    mails: 1,
  });
});

test('two requests for the same guest at once make one guest, and each its mail with the same link', async () => {
  await ask(product, 'megan', 'hello');
  const where = ['Project X', 'Road to Green'];
  const ids = ['1700000000011', '1700000000012'];
  const activities = await Promise.all(
    where.map((name, index) =>
      activityOf(product, 'megan', { id: ids[index], text: `invite same@gmail.com to ${name}` }),
    ),
  );
  await Promise.all(activities.map(post));
  await product.settled();
  expect(await outcomeFor(product, 'same@gmail.com')).toEqual({
    accounts: 1,
    places: where,
    mails: 2,
  });
  const mails = (await product.outbox()).filter(({ to }) => to === 'same@gmail.com');
  expect(new Set(mails.map(({ redeemUrl }) => redeemUrl)).size).toBe(1);
});

test('what somebody has asked for and nobody has decided is not asked for again', async () => {
  const sentence = 'invite again@gmail.com to Project X';
  const first = await ask(product, 'john', sentence);
  const id = requestOf(first);
  await askedToDecide(product, 'megan', id);
  const [his, hers] = [await ask(product, 'john', sentence), await ask(product, 'ada', sentence)];
  expect(his.words).toContain(`This has already been asked for: request ${id} is still open.`);
  expect(his.words).toContain(`Write “status ${id}” to see how it stands.`);
  expect(hers.words).toContain('Somebody has already asked for this');
  expect(hers.words).not.toContain(id);
  await product.settled();
  expect(await cardsIn('megan', 'again@gmail.com')).toHaveLength(1);
});

test('what somebody has just asked for and got is shown him, and done anew only a quarter of an hour later', async () => {
  const sentence = 'invite mailed@gmail.com to Road to Green';
  const id = requestOf(await ask(product, 'megan', sentence));
  await product.settled();
  const { words } = await ask(product, 'megan', sentence);
  expect(words).toContain(`request ${id} is done, and every guest has been invited.`);
  expect(words).toContain(`Write “status ${id}” to see how it stands.`);
  expect(requestOf(await ask(product, 'megan', `status ${id}`))).toBe(id);
  await product.settled();
  const once = { accounts: 1, places: ['Road to Green'], mails: 1 };
  expect(await outcomeFor(product, 'mailed@gmail.com')).toEqual(once);

  await product.post('/_sandbox/clock', { advance: 'PT15M' });
  const anew = await ask(product, 'megan', sentence);
  expect(requestOf(anew)).not.toBe(id);
  await product.settled();
  expect(await outcomeFor(product, 'mailed@gmail.com')).toEqual({ ...once, mails: 2 });
});

test(
  'the bot that is killed after it has answered goes on where it was',
  async () => {
    const card = await ask(product, 'megan', 'invite killed@gmail.com to Road to Green');
    await product.killBot();
    await product.startBot();
    await product.settled();
    expect(await outcomeFor(product, 'killed@gmail.com')).toEqual({
      accounts: 1,
      places: ['Road to Green'],
      mails: 1,
    });
    const [shown] = await cardsIn('megan', requestOf(card));
    expect(shown?.words).toContain('Invited');
  },
  START_MS,
);
