import { setTimeout as wait } from 'node:timers/promises';
import { readChat, requestIdOf, type Standing, verbsOf } from '../support/chat.ts';
import type { Product } from '../support/product.ts';
import { chatOf, REQUEST } from '../support/talk.ts';
import type { Wish } from './company.ts';

/** How often people had to do something again, since what they did was answered with a refusal or not at all. */
export interface Patience {
  saidAgain: number;
  pressedAgain: number;
}

/** How long somebody looks at his chat before he takes silence for an answer, in milliseconds. */
const SILENCE_MS = 5000;
/** Nobody goes on for ever. */
const TRIES = 20;

const ASKED_ALREADY = /already (?:been )?asked for|You asked for this just now/;
const DECIDED_ALREADY = /This request has already/;

/** Has everybody say what he wishes, one after another each, and whoever is asked approve, until all is under way. */
export async function live(product: Product, all: readonly Wish[]): Promise<Patience> {
  const patience: Patience = { saidAgain: 0, pressedAgain: 0 };
  const askers = [...new Set(all.map(({ who }) => who))];
  const approvers = [...new Set(all.flatMap((wish) => wish.approvers))];
  await Promise.all([
    ...askers.map(async (who) => {
      const chat = await chatOf(product, who);
      for (const wish of all) if (wish.who === who) await say(product, chat, wish, patience);
    }),
    ...approvers.map(async (who) => {
      const his = all.filter((wish) => wish.approvers.includes(who));
      await approveAll(product, who, his, patience);
    }),
  ]);
  return patience;
}

/** Says it, and again where it is refused or not answered, until the bot has it. */
async function say(product: Product, chat: string, wish: Wish, patience: Patience): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (tries > 0) patience.saidAgain += 1;
    const { activityId } = await product.say(wish.who, wish.sentence);
    for (let waited = 0; waited < SILENCE_MS; waited += 250) {
      const heard = answerTo(await readChat(product, chat), wish, activityId);
      if (heard === 'taken') return;
      if (heard === 'refused') break;
      await wait(250);
    }
  }
  throw new Error(`nobody took: ${wish.sentence}`);
}

function answerTo(
  chat: readonly Standing[],
  { address }: Wish,
  activityId: string,
): 'taken' | 'refused' | null {
  const said = chat.filter(({ fromBot }) => fromBot);
  if (said.some(({ words }) => words.includes(address) && REQUEST.test(words))) return 'taken';
  const answer = said.find(({ replyTo }) => replyTo === activityId);
  if (!answer) return null;
  return ASKED_ALREADY.test(answer.words) ? 'taken' : 'refused';
}

/** Presses Approve on every card that comes, until all he expects are decided. */
async function approveAll(
  product: Product,
  who: string,
  his: readonly Wish[],
  patience: Patience,
): Promise<void> {
  const chat = await chatOf(product, who);
  const open = new Set(his.map(({ address }) => address));
  const pressed = new Set<string>();
  while (open.size > 0) {
    for (const card of await readChat(product, chat)) {
      const address = [...open].find((each) => card.words.includes(each));
      if (!address || !verbsOf(card.card).includes('request.approve')) continue;
      if (pressed.has(address)) patience.pressedAgain += 1;
      pressed.add(address);
      if (await isDecided(product, who, card)) open.delete(address);
    }
    await wait(250);
  }
}

async function isDecided(product: Product, who: string, card: Standing): Promise<boolean> {
  const data = { requestId: requestIdOf(card.card) };
  const { status, body } = await product.press(who, card.activityId, 'request.approve', data);
  if (status !== 200) return false;
  return typeof body.value === 'object' || DECIDED_ALREADY.test(String(body.value));
}
