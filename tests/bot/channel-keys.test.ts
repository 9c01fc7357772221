import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { createChannelKeys } from '../../src/bot/channel-keys.ts';

/** A key server whose keys are ours to change. */
let server: Server;
let url: string;
let keys: JWK[];
let answers: 'well' | 'badly';
let asked: string[];
let now: number;

beforeEach(async () => {
  keys = [await newKey('first')];
  answers = 'well';
  asked = [];
  now = 1_000_000_000;
  server = createServer((req, res) => {
    asked.push(req.url ?? '');
    // Not in one: restify, once a file beside this one has loaded it, has `writeHead` return nothing.
    res.statusCode = answers === 'badly' ? 500 : 200;
    res.setHeader('content-type', 'application/json');
    const body = req.url === '/keys' ? { keys } : { jwks_uri: `${url}keys` };
    res.end(answers === 'badly' ? '' : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

async function newKey(kid: string, bits = 2048): Promise<JWK> {
  const { publicKey } = await generateKeyPair('RS256', { modulusLength: bits, extractable: true });
  return { ...(await exportJWK(publicKey)), kid, use: 'sig' };
}

const given = () => createChannelKeys(`${url}metadata`, () => now);

test('however many ask at first, each document is fetched once', async () => {
  const found = given();
  const all = await Promise.all(Array.from({ length: 50 }, () => found.find('first')));
  expect(all.every((key) => key !== null)).toBe(true);
  expect(asked).toEqual(['/metadata', '/keys']);
});

test('a key that is new is looked for at once, and one that nobody has not again and again', async () => {
  const found = given();
  await found.find('first');
  keys.push(await newKey('second'));
  now += 10_001;
  const seconds = await Promise.all(Array.from({ length: 20 }, () => found.find('second')));
  expect(seconds.every((key) => key !== null)).toBe(true);
  expect(asked).toHaveLength(4);
  for (let made = 0; made < 1000; made += 1) expect(await found.find(`made up ${made}`)).toBeNull();
  expect(asked).toHaveLength(4);
  now += 10_001;
  await found.find('made up');
  expect(asked).toHaveLength(6);
});

test('a key that was withdrawn counts no more once the keys were read anew', async () => {
  const found = given();
  expect(await found.find('first')).not.toBeNull();
  const before = found.generation;
  keys = [await newKey('second')];
  now += 10_001;
  expect(await found.find('second')).not.toBeNull();
  expect(await found.find('first')).toBeNull();
  expect(found.generation).not.toBe(before);
});

test('where no keys can be read it is said so, asked again after a second, and then well again', async () => {
  const found = given();
  answers = 'badly';
  for (let tries = 0; tries < 20; tries += 1) {
    await expect(found.find('first')).rejects.toMatchObject({ code: 'unavailable' });
  }
  expect(asked).toHaveLength(1);
  answers = 'well';
  now += 1001;
  expect(await found.find('first')).not.toBeNull();
});

test('known keys go on counting while newer ones cannot be read, for a day', async () => {
  const found = given();
  await found.find('first');
  answers = 'badly';
  now += 25 * 3600 * 1000;
  expect(await found.find('first')).not.toBeNull();
  now += 24 * 3600 * 1000;
  await expect(found.find('first')).rejects.toMatchObject({ code: 'unavailable' });
});

test('keys that cannot sign tokens are passed over', async () => {
  const { publicKey } = await generateKeyPair('ES256', { extractable: true });
  keys.push(
    { ...(await exportJWK(publicKey)), kid: 'curve' },
    { ...(await newKey('to encrypt')), use: 'enc' },
    await newKey('short', 1024).catch(() => ({ kty: 'RSA', kid: 'short', n: 'AQAB', e: 'AQAB' })),
  );
  const found = given();
  expect(await found.find('first')).not.toBeNull();
  for (const kid of ['curve', 'to encrypt', 'short']) expect(await found.find(kid)).toBeNull();
});
