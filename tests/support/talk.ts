import { readChat, type Standing, untilSaid, wordsOf } from './chat.ts';
import type { Product } from './product.ts';
import type { SandboxClient } from './sandbox-client.ts';

/** The 1:1 chat of a person with the bot. */
export async function chatOf(sandbox: SandboxClient, key: string): Promise<string> {
  const { personalConversationId } = await sandbox.person(key);
  if (!personalConversationId) throw new Error(`${key} has no chat`);
  return personalConversationId;
}

/** Says something, in the 1:1 chat unless told otherwise, and gives the bot's answer to it: other news may come meanwhile. */
export async function ask(
  sandbox: SandboxClient,
  who: string,
  text: string,
  conversationId?: string,
): Promise<Standing> {
  const chat = conversationId ?? (await chatOf(sandbox, who));
  const { activityId, botStatus } = await sandbox.say(who, text, conversationId);
  if (botStatus !== 200) throw new Error(`the bot answered ${botStatus} to: ${text}`);
  const said = await readChat(sandbox, chat);
  const answer = said.findLast(({ fromBot, replyTo }) => fromBot && replyTo === activityId);
  if (!answer) throw new Error(`the bot said nothing to: ${text}`);
  return answer;
}

/** The same card of a person's chat as it stands once all work is done. */
export async function whenSettled(
  product: Product,
  who: string,
  { activityId }: Standing,
): Promise<Standing> {
  await product.settled();
  const chat = await readChat(product, await chatOf(product, who));
  const card = chat.find((each) => each.activityId === activityId);
  if (!card) throw new Error('the card is gone');
  return card;
}

/** What somebody reads after a press: the card he gets, or the sentence that says why not. */
export interface Pressed {
  readonly words: string;
  readonly card: object | null;
}

/** Presses a button of a card. */
export async function press(
  sandbox: SandboxClient,
  who: string,
  card: Pick<Standing, 'activityId'>,
  verb: string,
  data: object,
): Promise<Pressed> {
  const { status, body } = await sandbox.press(who, card.activityId, verb, data);
  if (status !== 200) throw new Error(`${verb} was answered ${status}`);
  const { value } = body;
  const isCard = typeof value === 'object' && value !== null;
  return { words: isCard ? wordsOf(value).join(' ') : String(value), card: isCard ? value : null };
}

/** What the inputs of a form hold when it is sent as it came. */
export function inputsOf(part: unknown): Record<string, string> {
  if (Array.isArray(part)) return Object.assign({}, ...part.map(inputsOf));
  if (typeof part !== 'object' || part === null) return {};
  const { type, id, value } = part as { type?: unknown; id?: unknown; value?: unknown };
  if (typeof type === 'string' && type.startsWith('Input.') && typeof id === 'string') {
    return { [id]: typeof value === 'string' ? value : '' };
  }
  return Object.assign({}, ...Object.values(part).map(inputsOf));
}

/** How a card names its request, the number first. */
export const REQUEST = /Request ([2-9a-z]{8})\b/;

/** The number of the request that a card shows. */
export function requestOf({ words }: Pick<Standing, 'words'>): string {
  const id = REQUEST.exec(words)?.[1];
  if (!id) throw new Error(`no request is named in: ${words}`);
  return id;
}

/** The card by which somebody is asked to decide about a request, once it has come. */
export async function askedToDecide(
  sandbox: SandboxClient,
  who: string,
  requestId: string,
): Promise<Standing> {
  return untilSaid(sandbox, await chatOf(sandbox, who), 'Your decision, please', requestId);
}

/** Approves a request as the person who was asked for it. */
export async function approve(
  sandbox: SandboxClient,
  who: string,
  requestId: string,
  inputs: object = {},
): Promise<Pressed> {
  const card = await askedToDecide(sandbox, who, requestId);
  return press(sandbox, who, card, 'request.approve', { requestId, ...inputs });
}

/** What was really done for an address: how often it is in the directory, what it can reach, how many mails it got. */
export async function outcomeFor(sandbox: SandboxClient, address: string) {
  const [{ users, resources }, outbox] = await Promise.all([sandbox.tenant(), sandbox.outbox()]);
  const ids = users.filter(({ mail }) => mail?.toLowerCase() === address).map(({ id }) => id);
  const places = resources.filter(({ members }) => members.some((id) => ids.includes(id)));
  return {
    accounts: ids.length,
    places: places.map(({ name }) => name).toSorted(),
    mails: outbox.filter(({ to }) => to.toLowerCase() === address).length,
  };
}

/** How many messages of the bot in a person's chat speak of an address. */
export async function messagesAbout(
  sandbox: SandboxClient,
  who: string,
  address: string,
): Promise<number> {
  const said = await readChat(sandbox, await chatOf(sandbox, who));
  return said.filter(({ fromBot, words }) => fromBot && words.includes(address)).length;
}

/** What is to be seen of a guest who was brought in once, into Project X. */
export const ONCE = { accounts: 1, places: ['Project X'], mails: 1 };

/** Nothing was done at all. */
export const NOTHING = { accounts: 0, places: [], mails: 0 };

/** Everything that asking can set off: accounts, memberships, mails, and messages to those who decide. */
export async function footprint(sandbox: SandboxClient) {
  const [{ users, resources }, outbox] = await Promise.all([sandbox.tenant(), sandbox.outbox()]);
  const asked = await Promise.all(
    ['megan', 'adele', 'ada'].map(async (key) =>
      (await sandbox.messages(await chatOf(sandbox, key))).filter(({ activity }) =>
        JSON.stringify(activity).includes('"request.approve"'),
      ),
    ),
  );
  return {
    accounts: users.length,
    memberships: resources.flatMap(({ members }) => members).length,
    mails: outbox.length,
    asked: asked.flat().length,
  };
}
