import { afterEach, expect, test } from '@jest/globals';
import { createTransport, type HttpCall } from '../../src/graph/transport.ts';
import { LeaseLost, underLease } from '../../src/lease.ts';
import { type ScriptedGraph, type ScriptedReply, scriptedGraph } from './support/scripted-graph.ts';

const call = (method: HttpCall['method'], timeoutMs = 5000): HttpCall => ({
  method,
  changes: method !== 'GET',
  version: 'v1.0',
  path: '/users',
  headers: {},
  timeoutMs,
});

let graph: ScriptedGraph;
afterEach(() => graph?.close());

const came = () => graph.requests.map(({ method }) => method);

/** A transport to a Graph that answers so; a token that was refused is renewed. */
async function givenTransport(
  status = 200,
  renewed = async () => 'new',
  reply: ScriptedReply = {},
) {
  graph = await scriptedGraph(() => ({ status, body: {}, ...reply }));
  const tokens = { current: async () => 'old', renewed };
  return createTransport(`${graph.origin}/v1.0`, tokens);
}

test('what is sent and what comes back pass through as they are', async () => {
  const transport = await givenTransport(200, undefined, {
    headers: { 'Retry-After': '7' },
    body: { name: 'Jürgen' },
  });
  const path = '/users?$filter=mail%20eq%20%27a%2Bb%40x.example%27&$select=id';
  const sent = { ...call('POST'), path, headers: { ConsistencyLevel: 'eventual' }, body: { a: 1 } };
  const { status, headers, body } = await transport(sent);

  expect(graph.requests[0]).toMatchObject({
    url: `/v1.0${path}`,
    headers: {
      authorization: 'Bearer old',
      consistencylevel: 'eventual',
      'content-type': 'application/json',
    },
    body: { a: 1 },
  });
  expect({ status, wait: headers.get('retry-after'), body }).toEqual({
    status: 200,
    wait: '7',
    body: { name: 'Jürgen' },
  });
});

test('a token follows no redirect', async () => {
  const transport = await givenTransport(302, undefined, { headers: { location: '/elsewhere' } });
  expect(await transport(call('GET'))).toMatchObject({ status: 302 });
  expect(came()).toEqual(['GET']);
});

test('an answer that stops half-way is over in its time', async () => {
  const transport = await givenTransport(200, undefined, { stuck: true, body: { value: [] } });
  await expect(transport(call('GET', 300))).rejects.toMatchObject({ name: 'TimeoutError' });
});

test('who has lost the job may still read, and changes nothing', async () => {
  const transport = await givenTransport();
  await underLease(
    () => Promise.reject(new LeaseLost()),
    async () => {
      await transport(call('GET'));
      for (const method of ['POST', 'PATCH', 'DELETE'] as const) {
        await expect(transport(call(method))).rejects.toMatchObject({ code: 'unavailable' });
      }
    },
  );
  expect(came()).toEqual(['GET']);
  await transport(call('POST'));
  expect(came()).toEqual(['GET', 'POST']);
});

test('a batch that only reads is sent without a look at the lease', async () => {
  const transport = await givenTransport();
  const batch = { ...call('POST'), path: '/$batch', changes: false };
  await underLease(
    () => Promise.reject(new LeaseLost()),
    () => transport(batch),
  );
  expect(came()).toEqual(['POST']);
});

test('who loses the job while his token is renewed does not send again', async () => {
  const transport = await givenTransport(401);
  let asked = 0;
  const lost = underLease(
    async () => {
      asked += 1;
      if (asked > 1) throw new LeaseLost();
    },
    () => transport(call('POST')),
  );
  await expect(lost).rejects.toBeInstanceOf(LeaseLost);
  expect(came()).toEqual(['POST']);
});

test('where our own records do not tell whose the job is, nothing is sent, and Graph has not failed', async () => {
  const transport = await givenTransport();
  const away = () => Promise.reject(new Error('Connection terminated unexpectedly'));
  const untold = underLease(away, () => transport(call('POST')));
  await expect(untold).rejects.toMatchObject({ name: 'AppError', code: 'unavailable' });
  expect(came()).toEqual([]);
});

/** Something that does not come before the test says so. */
function later<T>(value: T) {
  let come = () => {};
  const whenCome = new Promise<T>((resolve) => {
    come = () => resolve(value);
  });
  return { whenCome, come };
}

test('a call is over in its time where nobody says whose the job is, and is not sent later', async () => {
  const transport = await givenTransport();
  const { whenCome, come } = later(undefined);
  const late = underLease(
    () => whenCome,
    () => transport(call('POST', 300)),
  );
  await expect(late).rejects.toMatchObject({ name: 'AppError', code: 'unavailable' });
  come();
  await transport(call('GET'));
  expect(came()).toEqual(['GET']);
});

test('both sends share one time: nothing is sent again once it is over', async () => {
  const { whenCome, come } = later('new');
  const transport = await givenTransport(401, () => whenCome);
  await expect(transport(call('POST', 1500))).rejects.toMatchObject({ name: 'TimeoutError' });
  come();
  await transport(call('GET'));
  expect(came()).toEqual(['POST', 'GET', 'GET']);
});
