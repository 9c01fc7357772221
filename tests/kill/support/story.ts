import { readChat, requestIdOf } from '../../support/chat.ts';
import { chatOf } from '../../support/talk.ts';
import type { UnderWatch } from './bot-under-watch.ts';
import type { Plan } from './watched.ts';

/** The parts of the main story, as people live it. */
const PARTS = ['ask', 'approve', 'arrive'] as const;

/** `recover`: the bot was killed when Megan had approved, and is being started again. */
export type Part = (typeof PARTS)[number] | 'recover';

/** A story that was lived to its end. */
export interface Lived {
  readonly address: string;
  readonly requestId: string;
  /** Lines of the watch's log before it. */
  readonly from: number;
  readonly struck: boolean;
}

/**
 * Lives the story of one guest. Where the bot is gone, the people do what people do: they see that it did not work,
 * and do it again.
 */
export async function live(
  bot: UnderWatch,
  address: string,
  planned?: { readonly part: Part; readonly plan: Plan | null },
): Promise<Lived> {
  const from = bot.lines().length;
  let requestId = '';
  for (const part of PARTS) {
    if (planned?.plan && planned.part === part) bot.plan(planned.plan);
    bot.mark(part);
    if (part === 'ask') requestId = await ask(bot, address);
    if (part === 'approve') await approve(bot, requestId);
    if (part === 'approve' && planned?.part === 'recover') await recover(bot, planned.plan);
    if (part === 'arrive') await arrive(bot, address);
    await bot.settled();
    bot.unplan();
  }
  const struck = bot.lines(from).some(({ kind }) => kind === 'struck');
  return { address, requestId, from, struck };
}

async function ask(bot: UnderWatch, address: string): Promise<string> {
  const { product } = bot;
  await bot.patiently(() => sayAndLook(bot, address), 'John has a request');
  const card = await bot.patiently(
    async () =>
      (await readChat(product, await chatOf(product, 'megan'))).find(
        (each) => each.fromBot && each.card && each.words.includes(address),
      ) ?? null,
    'Megan is asked',
  );
  return requestIdOf(card.card);
}

/** Says it, and looks what came of it: on a machine that is busy he may be told to try again, and does. */
async function sayAndLook(bot: UnderWatch, address: string): Promise<true | null> {
  const { product } = bot;
  const sentence = `invite ${address} to Project X because they audit Q3`;
  const { botStatus } = await product.say('john', sentence);
  if (botStatus !== 200) return null;
  await bot.settled();
  const chat = await readChat(product, await chatOf(product, 'john'));
  return (
    chat.some(({ fromBot, card, words }) => fromBot && card && words.includes(address)) || null
  );
}

async function approve(bot: UnderWatch, requestId: string): Promise<void> {
  const { product } = bot;
  const chat = await chatOf(product, 'megan');
  await bot.patiently(async () => {
    const card = (await readChat(product, chat)).find((each) =>
      JSON.stringify(each.card).includes(requestId),
    );
    if (!card) return null;
    const data = { requestId, comment: 'Fine' };
    const { status } = await product.press('megan', card.activityId, 'request.approve', data);
    return status === 200 || null;
  }, 'the bot hears Megan');
}

/** Killed while it carries out what was approved, and perhaps once more while it starts again. */
async function recover(bot: UnderWatch, plan: Plan | null): Promise<void> {
  await bot.kill();
  if (plan) bot.plan(plan);
  bot.mark('recover');
  await bot.product.startBot().catch((error: unknown) => {
    if (bot.runs()) throw error;
  });
}

async function arrive(bot: UnderWatch, address: string): Promise<void> {
  const { product } = bot;
  await product.post('/_sandbox/redeem', { email: address });
  await bot.patiently(async () => {
    const chat = await readChat(product, await chatOf(product, 'john'));
    const shown = chat.some(
      ({ fromBot, words }) => fromBot && words.includes(address) && words.includes('has arrived'),
    );
    return shown || null;
  }, 'John is told that his guest has arrived');
}
