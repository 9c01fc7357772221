import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { requestIdOf, untilSaid } from './chat.ts';
import { type Product, startProduct } from './product.ts';

/**
 * Lives John's story once, and its refusals, and writes what went over the wire, for anybody who wants
 * to hold it against a contract: `npm run story -- --out DIR` gives `graph.jsonl` (each Graph call with its
 * answer) and `cards.jsonl` (each message with a card).
 */
const SAM = 'gsamoogle@gmail.com';

const { values } = parseArgs({ options: { out: { type: 'string' } } });
if (!values.out) throw new Error('usage: npm run story -- --out DIR');
const product = await startProduct();
try {
  await live(product);
  await record(product, values.out);
} finally {
  await product.stop();
}

async function live(product: Product): Promise<void> {
  const chat = async (key: string) => (await product.person(key)).personalConversationId ?? '';
  await product.say(
    'john',
    `invite ${SAM} to Project X because he audits Q3, with message "Hi Sam"`,
  );
  const asked = await untilSaid(product, await chat('megan'), SAM, 'John Doe');
  const requestId = requestIdOf(asked.card);
  await product.press('megan', asked.activityId, 'request.approve', { requestId, comment: 'Fine' });
  await product.settled();
  await product.post('/_sandbox/redeem', { email: SAM });
  await untilSaid(product, await chat('john'), 'has arrived');
  for (const sentence of [
    'help',
    'hello',
    'my requests',
    `status ${SAM}`,
    'waiting for me',
    'do something',
    'invite jo@fabrikam.example',
    'invite jo+news@fabrikam.example to Project X',
    'invite jo@fabrikam.example to Reporting',
    'invite jo@fabrikam.example to Expense Reports and Marketing',
  ]) {
    await product.say('john', sentence);
  }
  const two = await untilSaid(product, await chat('adele'), 'jo@fabrikam.example', 'Marketing');
  await product.press('adele', two.activityId, 'request.approve', {
    requestId: requestIdOf(two.card),
  });
  const another = 'invite pat@fabrikam.example to Marketing';
  await product.say('john', another);
  const denied = await untilSaid(product, await chat('adele'), 'pat@fabrikam.example');
  await product.press('adele', denied.activityId, 'request.deny', {
    requestId: requestIdOf(denied.card),
    reason: 'Not this quarter',
  });
  await product.settled();
}

async function record(product: Product, out: string): Promise<void> {
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'graph.jsonl'), await product.text('/_sandbox/graph-log'));
  const { people, channelId, groupChatId } = await product.people();
  const chats = [
    ...people.flatMap((each) => each.personalConversationId ?? []),
    channelId,
    groupChatId,
  ];
  const messages = await Promise.all(chats.map((id) => product.messages(id)));
  const cards = messages
    .flat()
    .filter(({ activity }) =>
      activity.attachments?.some(({ contentType }) => contentType?.endsWith('card.adaptive')),
    );
  writeFileSync(
    join(out, 'cards.jsonl'),
    cards.map((each) => `${JSON.stringify(each.activity)}\n`).join(''),
  );
}
