import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateKeyPair, SignJWT } from 'jose';
import { activityOf, type Delivered, deliver } from '../support/channel.ts';
import { readChat, untilSaid } from '../support/chat.ts';
import { type Product, START_MS, startProduct } from '../support/product.ts';
import { ask, chatOf } from '../support/talk.ts';

let product: Product;

beforeAll(async () => {
  product = await startProduct();
  await ask(product, 'john', 'hello');
}, START_MS);
afterAll(() => product?.stop());

async function post(
  body: string,
  headers: Record<string, string>,
  path = '/api/messages',
): Promise<Delivered> {
  const response = await fetch(product.botOrigin + path, { method: 'POST', headers, body });
  return { status: response.status, body: await response.text() };
}

const json = { 'content-type': 'application/json' };

/** What John says, with other fields where told. */
const said = (changes: object = {}) => activityOf(product, 'john', { text: 'help', ...changes });

async function forged(claims: { aud?: string; iss?: string; exp?: string }): Promise<string> {
  const { privateKey } = await generateKeyPair('RS256');
  const { token } = await product.get<{ token: string }>('/_sandbox/channel-token');
  const kid = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid;
  const { bot } = await product.people();
  return new SignJWT({ serviceurl: (await product.people()).serviceUrl })
    .setProtectedHeader({ alg: 'RS256', kid })
    .setIssuer(claims.iss ?? 'https://api.botframework.com')
    .setAudience(claims.aud ?? bot.id.replace('28:', ''))
    .setExpirationTime(claims.exp ?? '1h')
    .sign(privateKey);
}

describe('who does not come in, and learns nothing', () => {
  test.each([
    ['a wrong signature', {}],
    ['another audience', { aud: 'somebody' }],
    ['another issuer', { iss: 'https://evil.example' }],
    ['a token that has expired', { exp: '-1h' }],
  ])('%s', async (_what, claims) => {
    expect(await deliver(product, await said(), await forged(claims))).toEqual({
      status: 401,
      body: '',
    });
    expect(product.logs()).not.toMatch(/BEGIN|invalid signature/);
  });

  test('no token, and one that is none', async () => {
    expect(await post(JSON.stringify(await said()), json)).toEqual({ status: 401, body: '' });
    expect(await deliver(product, await said(), 'nonsense')).toEqual({ status: 401, body: '' });
  });

  test('people of another tenant', async () => {
    const tenant = { id: '99999999-9999-4999-8999-999999999999' };
    const activity = await said({ channelData: { tenant } });
    expect(await deliver(product, activity)).toEqual({ status: 403, body: '' });
  });

  test('a message of nobody, and what is no activity', async () => {
    expect(await deliver(product, await said({ from: { id: 'x' } }))).toEqual({
      status: 400,
      body: '',
    });
    for (const type of [123, null]) {
      expect(await deliver(product, await said({ type }))).toEqual({ status: 400, body: '' });
    }
  });

  test('a form instead of JSON, and what is far too long', async () => {
    const { token } = await product.get<{ token: string }>('/_sandbox/channel-token');
    const authorization = `Bearer ${token}`;
    const form = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
    expect((await post('type=message&serviceUrl=x', form)).status).toBe(415);
    const long = JSON.stringify(await said({ text: 'x'.repeat(300_000) }));
    expect((await post(long, { ...json, authorization })).status).toBe(413);
  });
});

test('the sandbox’s nudge is taken from this machine only', async () => {
  const nudge = (headers: Record<string, string>) => post('', headers, '/_sandbox/sync');
  expect((await nudge({ origin: 'https://evil.example' })).status).toBe(403);
  expect((await nudge({})).status).toBe(200);
});

test('an answer that Teams does not take, and why, is told to nobody', async () => {
  await product.post('/_sandbox/faults', {
    rules: [
      { method: 'POST', pathRegex: '/v3/conversations/.*/activities', times: 1, status: 404 },
    ],
  });
  expect(await deliver(product, await said({ id: 'not-taken' }))).toEqual({
    status: 200,
    body: '',
  });
});

test('a refusal that Teams does not take now is asked for again, and then said once', async () => {
  await product.post('/_sandbox/faults', {
    rules: [
      { method: 'POST', pathRegex: '/v3/conversations/.*/activities', times: 2, status: 503 },
    ],
  });
  const chat = await chatOf(product, 'john');
  const before = (await readChat(product, chat)).length;
  const refused = await said({ id: 'refused', text: 'invite sam@woodgrove.com to Project X' });
  // A sign of life may have met one of the two.
  const statuses = [
    await deliver(product, refused),
    await deliver(product, refused),
    await deliver(product, refused),
  ];
  expect(statuses[0]).toEqual({ status: 503, body: '' });
  expect(statuses[2]).toEqual({ status: 200, body: '' });
  expect(await readChat(product, chat)).toHaveLength(before + 1);
});

test('an answer that Teams has no time for is said once more, and is one answer', async () => {
  await product.post('/_sandbox/faults', {
    rules: [
      {
        method: 'POST',
        pathRegex: '/v3/conversations/.*/activities',
        times: 1,
        status: 429,
        retryAfter: 1,
      },
    ],
  });
  const before = (await readChat(product, await chatOf(product, 'john'))).length;
  await deliver(product, await said({ id: 'repeated', text: 'waiting for me' }));
  expect(await readChat(product, await chatOf(product, 'john'))).toHaveLength(before + 1);
});

test('a request’s card that Teams has not taken comes a moment later', async () => {
  await product.post('/_sandbox/faults', {
    rules: [
      { method: 'POST', pathRegex: '/v3/conversations/.*/activities', times: 2, status: 503 },
    ],
  });
  const text = 'invite moment@gmail.com to Project X';
  expect((await deliver(product, await said({ id: 'moment', text }))).status).toBe(200);
  await untilSaid(
    product,
    await chatOf(product, 'john'),
    'moment@gmail.com',
    'Waiting for approval',
  );
});

test('an answer whose receipt got lost is not said twice', async () => {
  await product.post('/_sandbox/faults', {
    rules: [
      { method: 'POST', pathRegex: '/v3/conversations/.*/activities', times: 1, cut: 'after' },
    ],
  });
  const before = (await readChat(product, await chatOf(product, 'john'))).length;
  await deliver(product, await said({ id: 'lost', text: 'waiting for me' }));
  expect(await readChat(product, await chatOf(product, 'john'))).toHaveLength(before + 1);
});

test('files are answered with how several people are invited in a message', async () => {
  const file = await product.post<{ downloadUrl: string; contentUrl: string }>(
    '/_sandbox/files?name=guests.csv',
    {},
  );
  const attachments = [
    {
      contentType: 'application/vnd.microsoft.teams.file.download.info',
      name: 'guests.csv',
      contentUrl: file.contentUrl,
      content: file,
    },
  ];
  const chat = await chatOf(product, 'john');
  await deliver(product, await said({ id: 'file-alone', text: '', attachments }));
  await untilSaid(product, chat, 'I cannot read files here.', 'Write the addresses in one message');
  await deliver(
    product,
    await said({ id: 'file-too', text: 'invite f@gmail.com to Project X', attachments }),
  );
  const shown = await readChat(product, chat);
  expect(shown.at(-1)?.words).toContain('I cannot read files here.');
  expect(shown.at(-2)?.words).toContain('f@gmail.com');
});
