import { afterEach, expect, test } from '@jest/globals';
import type { CallSeen } from '../../src/graph/call-seen.ts';
import { machineTimer, pause } from '../../src/pace/timer.ts';
import { whileWaiting } from '../../src/waiting.ts';
import { hastyTimer } from '../support/manual-timer.ts';
import { givenGraph } from './support/given-graph.ts';
import {
  refusal,
  type ScriptedGraph,
  type ScriptedReply,
  type SeenRequest,
  scriptedGraph,
} from './support/scripted-graph.ts';

const MEGAN = '11111111-1111-4111-8111-111111111111';
/** No roles: then there is nobody to ask for, either. */
const none = { value: [] };

let server: ScriptedGraph | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function given(answer: (request: SeenRequest, count: number) => ScriptedReply) {
  server = await scriptedGraph(answer);
  const seen: CallSeen[] = [];
  const timer = hastyTimer();
  const graph = givenGraph(server.origin, { timer, observe: (each) => seen.push(each) });
  return { graph, seen, timer, requests: server.requests };
}

test('a read brings token, request id and priority, over plain http, too', async () => {
  const { graph, requests } = await given(() => ({ body: none }));
  await graph.directory.administrators();
  const [request] = requests;
  expect(request?.headers.authorization).toBe('Bearer t1');
  expect(request?.headers['client-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  expect(request?.headers['x-ms-throttle-priority']).toBe('high');
  expect(request?.url).toBe('/v1.0/directoryRoles?$select=id%2CroleTemplateId');
});

test('bulk work goes with low priority', async () => {
  const { graph, requests } = await given(() => ({ status: 204 }));
  await graph.tenant.ensureGroupMember(MEGAN, MEGAN, { urgent: false });
  expect(requests[0]?.headers['x-ms-throttle-priority']).toBe('low');
});

test('what nobody waits for is bulk, whatever it is', async () => {
  const { graph, requests } = await given(() => ({ body: none }));
  await whileWaiting({ isAwaited: false, until: null }, () => graph.directory.administrators());
  expect(requests[0]?.headers['x-ms-throttle-priority']).toBe('low');
});

test('a token that Graph refuses is renewed once', async () => {
  const { graph, requests } = await given(({ headers }) =>
    headers.authorization === 'Bearer t2'
      ? { body: none }
      : refusal(401, 'InvalidAuthenticationToken', ''),
  );
  expect(await graph.directory.administrators()).toEqual([]);
  expect(requests.map((each) => each.headers.authorization)).toEqual(['Bearer t1', 'Bearer t2']);
});

test('when the renewed token is refused, too, that is the cause', async () => {
  const { graph, requests } = await given(() => refusal(401, 'InvalidAuthenticationToken', ''));
  await expect(graph.directory.administrators()).rejects.toMatchObject({
    code: 'graph.unauthorized',
  });
  expect(requests).toHaveLength(2);
});

test('a throttled call waits as long as Graph asks and goes again', async () => {
  const { graph, timer } = await given((_, count) =>
    count === 1
      ? { ...refusal(429, 'TooManyRequests', ''), headers: { 'retry-after': '3' } }
      : { body: none },
  );
  expect(await graph.directory.administrators()).toEqual([]);
  expect(timer.waits.reduce((sum, each) => sum + each, 0)).toBeGreaterThanOrEqual(2_000);
});

test('a wait that is too long for somebody who waits is told instead of waited', async () => {
  const { graph, requests } = await given(() => ({
    ...refusal(429, 'TooManyRequests', ''),
    headers: { 'retry-after': '60' },
  }));
  await expect(graph.directory.administrators()).rejects.toMatchObject({
    code: 'throttled',
    params: { retryAfterMs: expect.any(Number) },
  });
  expect(requests).toHaveLength(1);
});

test('a read whose connection is cut is asked again, a write is not', async () => {
  const { graph, requests } = await given(({ method }, count) =>
    method === 'GET' && count > 1 ? { body: none } : { cut: true },
  );
  expect(await graph.directory.administrators()).toEqual([]);
  expect(requests).toHaveLength(2);

  await expect(
    graph.tenant.ensureGroupMember(MEGAN, MEGAN, { urgent: true }),
  ).rejects.toMatchObject({ code: 'unavailable' });
  expect(requests).toHaveLength(3);
});

test('a read whose answer breaks off is asked again, a write is not', async () => {
  const { graph, requests } = await given(({ method }, count) => ({
    body: method === 'GET' ? none : { value: [MEGAN] },
    broken: method !== 'GET' || count === 1,
  }));
  expect(await graph.directory.administrators()).toEqual([]);
  expect(requests).toHaveLength(2);

  await expect(
    graph.tenant.ensureGroupMember(MEGAN, MEGAN, { urgent: true }),
  ).rejects.toMatchObject({ code: 'unavailable' });
  expect(requests).toHaveLength(3);
});

test('a refusal that breaks off is not taken for a nameless one', async () => {
  const there = refusal(400, 'Request_BadRequest', 'One or more references already exist.');
  const { graph } = await given((_, count) => ({ ...there, broken: count === 1 }));
  const add = () => graph.tenant.ensureGroupMember(MEGAN, MEGAN, { urgent: true });
  await expect(add()).rejects.toMatchObject({ code: 'unavailable' });
  expect(await add()).toBe('already');
});

test('what a gateway says in a form of its own is known by its status', async () => {
  const { graph } = await given((_, count) =>
    count === 1
      ? { status: 429, body: 'Slow down', broken: true, headers: { 'retry-after': '1' } }
      : { body: none },
  );
  expect(await graph.directory.administrators()).toEqual([]);
});

test('a server that fails three times is unavailable', async () => {
  const { graph, requests } = await given(() => refusal(503, 'ServiceUnavailable', ''));
  await expect(graph.directory.administrators()).rejects.toMatchObject({ code: 'unavailable' });
  expect(requests).toHaveLength(3);
});

test('an answer that is not what Graph documents is no crash but a named cause', async () => {
  const { graph } = await given(() => ({ body: { id: 7 } }));
  await expect(graph.directory.administrators()).rejects.toMatchObject({
    code: 'graph.unreadable',
  });
});

test('the observer learns what happened, without ids and addresses', async () => {
  const { graph, seen } = await given(() => refusal(403, 'ErrorAccessDenied', 'Access is denied.'));
  await expect(
    graph.mailboxes.discardDraft('guestlist@woodgrove.com', 'AAMkAD='),
  ).rejects.toMatchObject({ code: 'mail.mailboxRefused' });
  expect(seen).toMatchObject([
    {
      method: 'DELETE',
      path: '/users/{mailbox}/messages/{id}',
      status: 403,
      requestId: 'r-1',
      graphCode: 'ErrorAccessDenied',
      message: 'Access is denied.',
    },
  ]);
});

/** What a turn that has so many milliseconds reads of a Graph, and how long it took over it. */
async function readInTurn(ms: number, answer: (count: number) => ScriptedReply) {
  server = await scriptedGraph((_, count) => answer(count));
  const { directory } = givenGraph(server.origin, { timer: machineTimer });
  const began = performance.now();
  const read = () => directory.account(MEGAN).catch((error: unknown) => error);
  const outcomes = await whileWaiting({ isAwaited: true, until: began + ms }, async () => [
    await read(),
    await read(),
  ]);
  return { outcomes, ms: performance.now() - began, requests: server.requests };
}

test('the reads of a turn share its time: after it none is begun, and none is waited for', async () => {
  const late = expect.objectContaining({ code: 'unavailable' });
  const { outcomes, ms, requests } = await readInTurn(300, () => ({ silent: true }));
  expect(outcomes).toEqual([late, late]);
  expect(ms).toBeLessThan(2000);
  await pause(machineTimer, 500);
  expect(requests).toHaveLength(1);
});

test('a turn waits for no limit longer than it has time', async () => {
  const throttled = { ...refusal(429, 'TooManyRequests', ''), headers: { 'retry-after': '4' } };
  const { outcomes, ms, requests } = await readInTurn(1500, () => throttled);
  expect(outcomes[0]).toMatchObject({ code: 'throttled' });
  expect(ms).toBeLessThan(3500);
  expect(requests).toHaveLength(1);
});
