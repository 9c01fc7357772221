import type { TaskName } from '../../../src/requests/ports.ts';
import { at, graphClient } from '../../sandbox/support/graph-client.ts';
import { readChat, type Standing } from '../../support/chat.ts';
import { outcomeFor } from '../../support/talk.ts';
import type { UnderWatch } from './bot-under-watch.ts';
import { wasCutOff } from './cut-off.ts';
import type { Lived } from './story.ts';

/** What people were sent in a story: where it lies, by which words it is known, and whether it is redrawn. */
interface Sent {
  readonly name: string;
  readonly chat: 'john' | 'megan' | 'guest' | 'channel';
  is(message: Standing, lived: Lived): boolean;
  /** Whose view of the request it is, where it is a request's card. */
  readonly card?: 'john' | 'megan';
  /** The task that sends it and notes it; without, a turn does. */
  readonly task?: TaskName;
}

const isCardOf = ({ words, card }: Standing, { requestId }: Lived) =>
  card !== null && words.includes(`Request ${requestId}`);

const SENT: readonly Sent[] = [
  {
    name: 'card of the request for John',
    chat: 'john',
    card: 'john',
    is: (message, lived) => isCardOf(message, lived) && !isArrival(message),
  },
  {
    name: 'card of the request for Megan',
    chat: 'megan',
    card: 'megan',
    task: 'notify-approvers',
    is: isCardOf,
  },
  {
    name: 'news that Megan has approved',
    chat: 'john',
    task: 'tell-requester',
    is: ({ words }, { requestId }) => words.includes(`approved your request ${requestId}`),
  },
  {
    name: 'news that the guest has arrived',
    chat: 'john',
    task: 'tell-requester',
    is: (message, lived) => isCardOf(message, lived) && isArrival(message),
  },
  {
    name: 'welcome in the channel',
    chat: 'channel',
    task: 'welcome-guest',
    is: ({ words }, { address }) =>
      words.includes('Welcome to Project X') && words.includes(nameOf(address)),
  },
  {
    name: 'welcome in the chat of the guest',
    chat: 'guest',
    task: 'welcome-guest',
    is: ({ words }) => words.includes('good to have you here'),
  },
];

/**
 * Looks from outside whether a story has come out as it must: each effect once, each card as the request stands.
 * Empty: it has. A message may lie there a second time only where the process was killed after Teams had
 * taken the first and before it was noted; and then the first, too, says what is so once somebody looks at it.
 */
export async function findingsOf(bot: UnderWatch, lived: Lived): Promise<string[]> {
  const effects = await effectsOf(bot, lived);
  const messages: string[] = [];
  for (const sent of SENT) messages.push(...(await messageFindings(bot, lived, sent)));
  return [...effects, ...messages];
}

async function effectsOf({ product }: UnderWatch, { address }: Lived): Promise<string[]> {
  const done = await outcomeFor(product, address);
  const { users, resources } = await product.tenant();
  const guest = users.find(({ mail }) => mail === address);
  const projectX = resources.find(({ name }) => name === 'Project X');
  const memberships = projectX?.members.filter((id) => id === guest?.id).length ?? 0;
  return [
    ...expected('accounts', done.accounts, 1),
    ...expected('places', done.places.join(), 'Project X'),
    ...expected('memberships', memberships, 1),
    ...expected('mails', done.mails, 1),
    ...expected('state of the account', guest?.externalUserState, 'Accepted'),
    ...expected('sponsors', await sponsorsOf(product.origin, guest?.id ?? ''), 'John Doe'),
  ];
}

async function sponsorsOf(origin: string, userId: string): Promise<string> {
  const graph = await graphClient(origin);
  const { body } = await graph('GET', `/users/${userId}/sponsors`, undefined, {
    'x-sandbox-observer': '1',
  });
  const found = at(body, 'value');
  return Array.isArray(found) ? found.map((each) => at(each, 'displayName')).join() : 'unknown';
}

function expected(what: string, is: unknown, shouldBe: unknown): string[] {
  return is === shouldBe ? [] : [`${what}: ${is}, not ${shouldBe}`];
}

async function messageFindings(bot: UnderWatch, lived: Lived, sent: Sent): Promise<string[]> {
  const found = await messagesOf(bot, lived, sent);
  const lines = bot.lines(lived.from);
  const unnoted = found.filter((message) => wasCutOff(lines, message.activityId, sent.task));
  const most = 1 + unnoted.length;
  if (found.length < 1 || found.length > most) {
    return [`${sent.name}: ${found.length} times, of which ${unnoted.length} were not noted`];
  }
  if (!sent.card) return [];
  await lookAt(bot, lived, sent.card, unnoted);
  const now = await messagesOf(bot, lived, sent);
  return now.flatMap(({ words, activityId }) =>
    words.includes('Arrived') && !words.includes('Your decision, please')
      ? []
      : [`${sent.name}, message ${activityId} still says: ${words.slice(0, 120)}`],
  );
}

async function messagesOf(bot: UnderWatch, lived: Lived, sent: Sent): Promise<Standing[]> {
  const { product } = bot;
  const { channelId } = await product.people();
  const key = sent.chat === 'guest' ? lived.address : sent.chat;
  const chat =
    sent.chat === 'channel'
      ? channelId
      : ((await product.person(key)).personalConversationId ?? '');
  return (await readChat(product, chat)).filter(
    (message) => message.fromBot && sent.is(message, lived),
  );
}

/** Teams asks for the card as it stands whenever somebody looks at one; what nobody noted is kept from then on. */
async function lookAt(
  bot: UnderWatch,
  { requestId }: Lived,
  who: 'john' | 'megan',
  cards: readonly Standing[],
): Promise<void> {
  for (const { activityId } of cards) {
    await bot.product.press(who, activityId, 'request.refresh', { requestId });
  }
  if (cards.length > 0) await bot.settled();
}

function isArrival({ words }: Standing): boolean {
  return words.includes('Your guest has arrived');
}

function nameOf(address: string): string {
  return address.split('@')[0] ?? address;
}
