import { readChat, requestIdOf, type Standing, wordsOf } from '../support/chat.ts';
import type { Product } from '../support/product.ts';
import { chatOf, REQUEST } from '../support/talk.ts';
import type { Wish } from './company.ts';

/** What came of a wish, seen from outside. */
export interface Outcome {
  readonly address: string;
  readonly accounts: number;
  readonly places: readonly string[];
  readonly mails: number;
  /** Invitations that Graph has made and whose answer reached us. */
  readonly invitations: number;
  /** Requests that cards speak of. */
  readonly requests: number;
  /** Who has a card of it that shows how it ended. */
  readonly shownTo: readonly string[];
  /** What other cards say of it, to those who look. */
  readonly saysElse: readonly string[];
}

/** What `outcomes` must be. */
export function expected({ who, address, approvers, places }: Wish): Outcome {
  return {
    address,
    accounts: 1,
    places,
    mails: 1,
    invitations: 1,
    requests: 1,
    shownTo: [...new Set([who, ...approvers])].toSorted(),
    saysElse: [],
  };
}

/** Counts, for each wish, what there is of it in the tenant, in the outbox and in the chats. `ended`: what a card says then. */
export async function outcomes(
  product: Product,
  wishes: readonly Wish[],
  ended: string,
): Promise<{ readonly outcomes: Outcome[]; readonly surplusCards: number }> {
  const [{ users, resources }, outbox, invitations, chats] = await Promise.all([
    product.tenant(),
    product.outbox(),
    answeredInvitations(product),
    readChats(product, wishes),
  ]);
  let surplusCards = 0;
  const found: Outcome[] = [];
  for (const { address } of wishes) {
    const ids = users.filter(({ mail }) => mail === address).map(({ id }) => id);
    const held = resources.filter(({ members }) => members.some((id) => ids.includes(id)));
    const cards = [...chats].flatMap(([who, chat]) =>
      chat.filter(({ words }) => isCardOf(words, address)).map((card) => ({ who, card })),
    );
    const read = await Promise.all(
      cards.map(async ({ who, card }) => ({ who, says: await readBy(product, who, card, ended) })),
    );
    const shownTo = new Set(read.filter(({ says }) => says.includes(ended)).map(({ who }) => who));
    surplusCards += cards.length - shownTo.size;
    found.push({
      address,
      accounts: ids.length,
      places: held.map(({ name }) => name).toSorted(),
      mails: outbox.filter(({ to }) => to === address).length,
      invitations: invitations.filter((each) => each === address).length,
      requests: new Set(cards.map(({ card }) => REQUEST.exec(card.words)?.[1])).size,
      shownTo: [...shownTo].toSorted(),
      saysElse: read.map(({ says }) => says).filter((says) => !says.includes(ended)),
    });
  }
  return { outcomes: found, surplusCards };
}

/**
 * What a card says to its reader. One that we do not know of, since the answer to its sending got lost, is
 * never redrawn; but his client asks for how it stands when he looks at it.
 */
async function readBy(
  product: Product,
  who: string,
  { activityId, card, words }: Standing,
  ended: string,
) {
  if (words.includes(ended)) return words;
  const data = { requestId: requestIdOf(card) };
  const { body } = await product.press(who, activityId, 'request.refresh', data);
  return typeof body.value === 'string' ? body.value : wordsOf(body.value).join(' ');
}

/** Other guests' addresses may begin like this one. */
function isCardOf(words: string, address: string): boolean {
  return REQUEST.test(words) && words.split(/[\s,]+/).includes(address);
}

async function readChats(
  product: Product,
  wishes: readonly Wish[],
): Promise<ReadonlyMap<string, readonly Standing[]>> {
  const people = [...new Set(wishes.flatMap(({ who, approvers }) => [who, ...approvers]))];
  const chats = await Promise.all(
    people.map(async (who) => {
      const chat = await readChat(product, await chatOf(product, who));
      return [who, chat.filter(({ fromBot }) => fromBot)] as const;
    }),
  );
  return new Map(chats);
}

interface GraphLine {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly body: { readonly invitedUserEmailAddress?: string } | null;
  /** JSON; a text where it broke off. */
  readonly response: unknown;
}

/** The address of each invitation that was made and whose answer came whole. */
async function answeredInvitations(product: Product): Promise<string[]> {
  const log = await product.text('/_sandbox/graph-log');
  return log
    .split('\n')
    .filter((line) => line.includes('/invitations"'))
    .map((line) => JSON.parse(line) as GraphLine)
    .filter(({ method, url }) => method === 'POST' && url === '/v1.0/invitations')
    .filter(({ status, response }) => status === 201 && typeof response === 'object')
    .map(({ body }) => body?.invitedUserEmailAddress ?? '');
}
