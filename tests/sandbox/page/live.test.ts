import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { GraphCall } from '../../../src/sandbox/page/api/shapes.ts';
import { readChange } from '../../../src/sandbox/page/live/events.ts';
import { followGraphCalls } from '../../../src/sandbox/page/live/graph-calls.ts';
import { createResource } from '../../../src/sandbox/page/live/resource.ts';

test('a burst of changes is read once while it lasts and once after it', async () => {
  let reads = 0;
  const resource = createResource(async () => {
    reads += 1;
    await turn();
    return { reads };
  });

  resource.subscribe(() => undefined);
  resource.touch();
  resource.touch();
  resource.touch();
  await wait(50);

  expect(reads).toBe(2);
  expect(resource.get()).toEqual({ reads: 2 });
});

test('an equal answer is no change', async () => {
  let told = 0;
  const resource = createResource(async () => ({ same: true }));
  resource.subscribe(() => {
    told += 1;
  });
  await turn();
  const first = resource.get();

  resource.touch();
  await turn();

  expect(resource.get()).toBe(first);
  expect(told).toBe(1);
});

test('what changed while nobody looked is read when somebody does', async () => {
  let reads = 0;
  const resource = createResource(async () => {
    reads += 1;
    return reads;
  });
  resource.touch();
  await turn();
  expect(reads).toBe(0);

  resource.subscribe(() => undefined)();
  await turn();
  resource.touch();
  resource.subscribe(() => undefined);
  await turn();

  expect(resource.get()).toBe(2);
});

test('a reading that failed is tried again with the next change', async () => {
  const answers = [() => Promise.reject(new Error('down')), () => Promise.resolve('there')];
  const resource = createResource(() => answers.shift()?.() ?? Promise.resolve('later'));
  resource.subscribe(() => undefined);
  await turn();
  expect(resource.get()).toBeUndefined();

  resource.touch();
  await turn();

  expect(resource.get()).toBe('there');
});

function call(time: string, url: string): GraphCall {
  return { time: `2026-11-21T10:00:${time}Z`, method: 'GET', url, status: 200 };
}

test('calls of the same moment are shown once each, newest first, and a log that begins anew anew', async () => {
  let log = [call('01', '/a'), call('02', '/b')];
  const load = followGraphCalls({
    readSince: async (since) => log.filter(({ time }) => Date.parse(time) >= Date.parse(since)),
    readNow: async () => '2026-11-21T10:00:05Z',
  });
  const urls = async () => (await load()).map(({ url }) => url);

  expect(await urls()).toEqual(['/b', '/a']);
  log.push(call('02', '/c'), call('03', '/d'));
  expect(await urls()).toEqual(['/d', '/c', '/b', '/a']);
  expect(await urls()).toEqual(['/d', '/c', '/b', '/a']);
  log = [call('00', '/anew')];
  expect(await urls()).toEqual(['/anew']);
});

test('an event of a kind that the page does not know is passed over', () => {
  expect(readChange('{"topic":"messages","detail":"19:x"}')).toEqual({
    topic: 'messages',
    detail: '19:x',
  });
  expect(readChange('{"topic":"clock"}')).toEqual({ topic: 'clock', detail: null });
  expect(readChange('{"topic":"weather"}')).toBeNull();
  expect(readChange('no json')).toBeNull();
});
