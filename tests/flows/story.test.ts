import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readChat, requestIdOf, untilSaid, verbsOf } from '../support/chat.ts';
import { type Product, START_MS, startProduct } from '../support/product.ts';
import type { Tenant } from '../support/sandbox-client.ts';

const SAM = 'gsamoogle@gmail.com';

let product: Product;

beforeAll(async () => {
  product = await startProduct();
}, START_MS);
afterAll(() => product?.stop());

async function chatOf(key: string): Promise<string> {
  const { personalConversationId } = await product.person(key);
  if (!personalConversationId) throw new Error(`${key} has no chat`);
  return personalConversationId;
}

const guest = ({ users }: Tenant) => users.find(({ mail }) => mail === SAM);
const projectX = ({ resources }: Tenant) => resources.find(({ name }) => name === 'Project X');

test('John asks in one sentence and sees at once what happens next', async () => {
  const { botStatus } = await product.say(
    'john',
    `invite ${SAM} to Project X because he audits Q3`,
  );
  expect(botStatus).toBe(200);
  const [card] = (await readChat(product, await chatOf('john')))
    .filter(({ card }) => card)
    .slice(-1);
  expect(card?.words).toContain(SAM);
  expect(card?.words).toContain('Project X');
  expect(card?.words).toContain('Megan Bowen');
  expect(verbsOf(card?.card)).toEqual(['request.cancel']);
});

test('Megan is asked in her own chat, and approves with a comment', async () => {
  const card = await untilSaid(product, await chatOf('megan'), SAM, 'Project X', 'John Doe');
  expect(card.words).toContain('he audits Q3');
  const requestId = requestIdOf(card.card);
  const answer = await product.press('megan', card.activityId, 'request.approve', {
    requestId,
    comment: 'Welcome aboard',
  });
  expect(answer.status).toBe(200);
  expect(answer.body.type).toBe('application/vnd.microsoft.card.adaptive');
});

test('Sam becomes a guest of the directory and of the team, with John as his sponsor', async () => {
  await product.settled();
  const tenant = await product.tenant();
  const sam = guest(tenant);
  expect(sam).toMatchObject({ userType: 'Guest', externalUserState: 'PendingAcceptance' });
  expect(projectX(tenant)?.members).toContain(sam?.id);
});

test("one mail goes out, in our brand and John's words", async () => {
  const mails = (await product.outbox()).filter(({ to }) => to === SAM);
  expect(mails).toHaveLength(1);
  expect(mails[0]?.html).toContain('John Doe');
  expect(mails[0]?.redeemUrl).toMatch(/^http:\/\/127\.0\.0\.1:/);
  expect(mails[0]?.text).toContain(mails[0]?.redeemUrl ?? 'no link');
});

test("John's card has changed by itself", async () => {
  await untilSaid(product, await chatOf('john'), SAM, 'Invited');
});

test('Sam presses Get started, is welcomed, and John is told', async () => {
  await product.post('/_sandbox/redeem', { email: SAM });
  const { channelId } = await product.people();
  const welcome = await untilSaid(product, channelId, '<at>');
  expect(welcome.mentions.join(' ')).toContain('<at>');
  await untilSaid(product, await chatOf('john'), 'has arrived');
  await untilSaid(product, await chatOf(SAM), 'John Doe', 'Project X');
  await product.settled();
  expect(guest(await product.tenant())?.externalUserState).toBe('Accepted');
  expect(
    (await readChat(product, channelId)).filter(({ mentions }) => mentions.length > 0),
  ).toHaveLength(1);
});

test('nothing of it was done twice', async () => {
  const cards = await readChat(product, await chatOf('megan'));
  expect(cards.filter(({ words }) => words.includes(SAM))).toHaveLength(1);
  const { users, resources } = await product.tenant();
  expect(users.filter(({ mail }) => mail === SAM)).toHaveLength(1);
  const members = resources.find(({ name }) => name === 'Project X')?.members ?? [];
  expect(new Set(members).size).toBe(members.length);
  expect(await product.outbox()).toHaveLength(1);
});
