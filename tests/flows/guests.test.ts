import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { deliver } from '../support/channel.ts';
import { readChat } from '../support/chat.ts';
import { type Product, startProduct } from '../support/product.ts';
import { ask, chatOf } from '../support/talk.ts';

let product: Product;

beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product?.stop());

test('a guest is never offered to invite', async () => {
  const guest = 'guest@gmail.com';
  await ask(product, 'megan', `invite ${guest} to Road to Green`);
  await product.settled();
  await product.post('/_sandbox/redeem', { email: guest });
  for (const words of ['hello', 'help']) {
    expect((await ask(product, guest, words)).words).toContain('You are a guest here');
  }
  const all = await readChat(product, await chatOf(product, guest));
  const said = all.filter(({ fromBot }) => fromBot).map(({ words }) => words);
  expect(said.join(' ')).not.toMatch(/I bring your guests in|Invite a guest/);
});

test('news about a place are kept without anybody who acts', async () => {
  const { serviceUrl, bot, tenantId, teamId } = await product.people();
  const { status } = await deliver(product, {
    type: 'conversationUpdate',
    channelId: 'msteams',
    serviceUrl,
    recipient: bot,
    from: { id: '29:somebody' },
    membersAdded: [{ id: '29:somebody-else' }],
    conversation: {
      id: '19:a@thread.tacv2',
      conversationType: 'channel',
      isGroup: true,
      tenantId,
    },
    channelData: { tenant: { id: tenantId }, team: { aadGroupId: teamId } },
  });
  expect(status).toBe(200);
});
