import { setTimeout as wait } from 'node:timers/promises';
import type { Standing } from '../support/chat.ts';
import type { Product } from '../support/product.ts';
import { ask, askedToDecide, ONCE, outcomeFor, press, REQUEST } from '../support/talk.ts';

/** A request that Megan was asked about, and the card by which. */
export interface Asked {
  readonly requestId: string;
  readonly card: Standing;
}

/** Addresses that nothing else has. */
export const addresses = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${name}${index}@gmail.com`);

/** As people do: who is told to try again, or gets no answer, does the same again. */
async function insist<T>(attempt: () => Promise<T | null>): Promise<T> {
  let last: unknown = 'an answer that settles nothing';
  for (let tries = 0; tries < 60; tries += 1) {
    try {
      const got = await attempt();
      if (got !== null) return got;
    } catch (error) {
      last = error;
    }
    await wait(300);
  }
  throw new Error('nobody took it', { cause: last });
}

/** John asks for a guest until somebody has taken it. */
export async function askFor(
  product: Product,
  address: string,
  place = 'Project X',
): Promise<Asked> {
  const requestId = await insist(async () => {
    const { words } = await ask(product, 'john', `invite ${address} to ${place}`);
    return new RegExp(REQUEST, 'i').exec(words)?.[1] ?? null;
  });
  return { requestId, card: await insist(() => askedToDecide(product, 'megan', requestId)) };
}

/** Megan approves until it counts. */
export function approveFor(product: Product, { requestId, card }: Asked): Promise<unknown> {
  return insist(async () => {
    const pressed = await press(product, 'megan', card, 'request.approve', { requestId });
    return pressed.card ?? (pressed.words.includes('already') ? pressed : null);
  });
}

/** Each of them is asked for and approved, all at the same time. */
export function bringIn(product: Product, wanted: readonly string[]): Promise<unknown> {
  return Promise.all(
    wanted.map(async (address) => approveFor(product, await askFor(product, address))),
  );
}

/** What was done for each, by address. */
export async function outcomes(product: Product, wanted: readonly string[]) {
  const done = await Promise.all(wanted.map((address) => outcomeFor(product, address)));
  return Object.fromEntries(wanted.map((address, index) => [address, done[index]]));
}

/** The same for everybody. */
export function eachOnce(wanted: readonly string[]) {
  return Object.fromEntries(wanted.map((address) => [address, ONCE]));
}

/** One Graph call, as the sandbox noted it. */
export interface GraphCall {
  readonly time: string;
  readonly method: string;
  readonly url: string;
  readonly status: number;
}

/** Graph calls to addresses like this, oldest first. */
export async function graphCalls(product: Product, method: string, url: RegExp) {
  const lines = (await product.text('/_sandbox/graph-log')).split('\n').filter(Boolean);
  const calls = lines.map((line) => JSON.parse(line) as GraphCall);
  return calls.filter((call) => call.method === method && url.test(call.url));
}
