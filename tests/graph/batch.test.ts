import { afterEach, expect, test } from '@jest/globals';
import { z } from 'zod';
import { type BatchRead, bodyOf, createReadBatch, itemsOf } from '../../src/graph/batch.ts';
import { createSend } from '../../src/graph/request.ts';
import { createTransport } from '../../src/graph/transport.ts';
import { whileWaiting } from '../../src/waiting.ts';
import { hastyTimer } from '../support/manual-timer.ts';
import { countedTokens, givenPacer } from './support/given-graph.ts';
import { type ScriptedGraph, type ScriptedReply, scriptedGraph } from './support/scripted-graph.ts';

const batchShape = z.object({
  requests: z.array(z.object({ id: z.string(), url: z.string(), headers: z.unknown().optional() })),
});
const nameShape = z.object({ name: z.string() });

let server: ScriptedGraph | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** A server whose `$batch` answers each part with `part`, last one first. */
async function given(part: (url: string, round: number) => ScriptedReply) {
  server = await scriptedGraph(({ body }, round) => ({
    body: {
      responses: batchShape
        .parse(body)
        .requests.map(({ id, url }) => ({ id, status: 200, ...part(url, round) }))
        .reverse(),
    },
  }));
  const timer = hastyTimer();
  const send = createSend({
    transport: createTransport(`${server.origin}/v1.0`, countedTokens()),
    pacer: givenPacer(timer),
    timer,
  });
  return { readBatch: createReadBatch({ send, timer }), timer, requests: server.requests };
}

const reads = (count: number): BatchRead[] =>
  Array.from({ length: count }, (_, index) => ({
    path: `/users/${index}`,
    query: { $filter: "a eq 'b&c'" },
    permission: 'User.Read.All',
  }));

test('answers stand in the order of the questions', async () => {
  const { readBatch, requests } = await given((url) => ({ body: { name: url } }));
  const asked = reads(3);
  const answers = await readBatch(asked, true);
  const names = answers.map((answer, index) => {
    const read = asked[index];
    return read && nameShape.parse(bodyOf(read, answer)).name.split('?')[0];
  });
  expect(names).toEqual(['/users/0', '/users/1', '/users/2']);
  expect(requests).toHaveLength(1);
  expect(batchShape.parse(requests[0]?.body).requests[0]?.url).toBe(
    "/users/0?$filter=a%20eq%20'b%26c'",
  );
});

test('more than twenty become several batches', async () => {
  const { readBatch, requests } = await given((url) => ({ body: { name: url } }));
  expect(await readBatch(reads(45), true)).toHaveLength(45);
  const sizes = requests.map((each) => batchShape.parse(each.body).requests.length);
  expect(sizes.sort()).toEqual([20, 20, 5]);
});

test('what one turn asks for in one moment goes together, and what another asks for apart', async () => {
  const { readBatch, requests } = await given((url) => ({ body: { name: url } }));
  const turn = () =>
    whileWaiting({ isAwaited: true, until: null }, async () => {
      const [one, two] = await Promise.all([readBatch(reads(2), true), readBatch(reads(3), true)]);
      await readBatch(reads(1), true);
      return [one.length, two.length];
    });
  expect(await Promise.all([turn(), turn()])).toEqual([
    [2, 3],
    [2, 3],
  ]);
  const sizes = requests.map((each) => batchShape.parse(each.body).requests.length);
  expect(sizes.sort()).toEqual([1, 1, 5, 5]);
});

test('no question, no call', async () => {
  const { readBatch, requests } = await given(() => ({}));
  expect(await readBatch([], true)).toEqual([]);
  expect(requests).toHaveLength(0);
});

test('only the parts that were throttled are asked again, after the longest wait', async () => {
  const { readBatch, timer, requests } = await given((url, round) =>
    round === 1 && !url.startsWith('/users/1')
      ? { status: 429, headers: { 'Retry-After': url.startsWith('/users/2') ? '5' : '2' } }
      : { body: { name: url } },
  );
  const answers = await readBatch(reads(3), true);
  expect(answers.map((each) => each.status)).toEqual([200, 200, 200]);
  expect(batchShape.parse(requests[1]?.body).requests).toHaveLength(2);
  expect(timer.waits).toContain(5_000);
});

test('a part that failed is asked again with the others left alone', async () => {
  const { readBatch, requests } = await given((url, round) =>
    round === 1 && url.startsWith('/users/1') ? { status: 503 } : { body: { name: url } },
  );
  const answers = await readBatch(reads(3), true);
  expect(answers.map((each) => each.status)).toEqual([200, 200, 200]);
  expect(batchShape.parse(requests[1]?.body).requests).toHaveLength(1);
});

test('nobody who waits is held up by a part that is throttled for long', async () => {
  const { readBatch, timer, requests } = await given(() => ({
    status: 429,
    headers: { 'Retry-After': '30' },
  }));
  await readBatch(reads(1), true);
  expect(requests).toHaveLength(1);
  expect(timer.waits).toEqual([]);
});

test('a part that stays throttled says so when it is read', async () => {
  const { readBatch, requests } = await given(() => ({
    status: 429,
    headers: { 'Retry-After': '1' },
  }));
  const [read] = reads(1);
  const [answer] = await readBatch(reads(1), true);
  expect(requests).toHaveLength(3);
  expect(() => read && answer && bodyOf(read, answer)).toThrow('throttled');
});

test('each part fails on its own: 404 is nothing, 403 names the permission', async () => {
  const { readBatch } = await given((url) => ({
    status: url.startsWith('/users/0') ? 404 : 403,
    body: { error: { code: 'Authorization_RequestDenied', message: 'No.' } },
  }));
  const [first, second] = reads(2);
  const [nothing, forbidden] = await readBatch(reads(2), true);
  if (!first || !second || !nothing || !forbidden) throw new Error('two questions, two answers');
  expect(itemsOf(first, nothing, nameShape)).toEqual([]);
  expect(() => bodyOf(second, forbidden)).toThrow(
    expect.objectContaining({ code: 'graph.forbidden', params: { permission: 'User.Read.All' } }),
  );
});
