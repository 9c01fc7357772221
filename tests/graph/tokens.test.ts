import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { appCredential } from '../../src/graph/credential.ts';
import { createTokens } from '../../src/graph/tokens.ts';
import { TENANT_ID } from './support/given-graph.ts';
import {
  type ScriptedGraph,
  type ScriptedReply,
  type SeenRequest,
  scriptedGraph,
} from './support/scripted-graph.ts';

let server: ScriptedGraph | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function given(
  answer: (request: SeenRequest, count: number) => ScriptedReply,
  patienceMs?: number,
) {
  server = await scriptedGraph(answer);
  const authority = server.origin;
  const proof = { kind: 'secret', secret: 's3cret' } as const;
  const identity = { tenantId: TENANT_ID, clientId: 'app', authority, proof };
  return {
    tokens: createTokens(appCredential(identity), patienceMs),
    requests: server.requests,
  };
}

const token = (name: string, seconds = 3600): ScriptedReply => ({
  body: { token_type: 'Bearer', expires_in: seconds, access_token: name },
});

test('the credential of production asks the token endpoint it is pointed at', async () => {
  const { tokens, requests } = await given(() => token('abc'));
  expect(await tokens.current()).toBe('abc');
  const [request] = requests;
  expect(`${request?.method} ${request?.path}`).toBe(`POST /${TENANT_ID}/oauth2/v2.0/token`);
  const form = new URLSearchParams(String(request?.body));
  expect(form.get('grant_type')).toBe('client_credentials');
  expect(form.get('client_secret')).toBe('s3cret');
  expect(form.get('scope')).toContain('https://graph.microsoft.com/.default');
});

test('a token is asked for once, however many calls need it', async () => {
  const { tokens, requests } = await given((_, count) => token(`t${count}`));
  const all = await Promise.all(Array.from({ length: 20 }, () => tokens.current()));
  expect(new Set([...all, await tokens.current()])).toEqual(new Set(['t1']));
  expect(requests).toHaveLength(1);
});

test('a refused token is renewed once for all who come back with it', async () => {
  const { tokens, requests } = await given((_, count) => token(`t${count}`));
  const old = await tokens.current();
  const all = await Promise.all([tokens.renewed(old), tokens.renewed(old), tokens.renewed(old)]);
  expect(all).toEqual(['t2', 't2', 't2']);
  expect(await tokens.renewed(old)).toBe('t2');
  expect(requests).toHaveLength(2);
});

test('a wrong secret is named', async () => {
  const { tokens } = await given(() => ({
    status: 401,
    body: {
      error: 'invalid_client',
      error_description: 'AADSTS7000215: Invalid client secret provided.',
      error_codes: [7000215],
    },
  }));
  await expect(tokens.current()).rejects.toMatchObject({
    code: 'appSignIn.secretWrong',
  });
});

test('a token endpoint that is down makes Graph unavailable', async () => {
  const { tokens } = await given(() => ({ cut: true }));
  await expect(tokens.current()).rejects.toMatchObject({ code: 'unavailable' });
});

test('a token endpoint that never answers is not waited for, and asked anew by the next call', async () => {
  const { tokens, requests } = await given(
    (_, count) => (count === 1 ? { silent: true } : token('late')),
    200,
  );
  await expect(tokens.current()).rejects.toMatchObject({ code: 'unavailable' });
  expect(await tokens.current()).toBe('late');
  expect(requests).toHaveLength(2);
});

test('a token serves to its end while Entra gives no new one, and nobody waits for Entra each time', async () => {
  const { tokens, requests } = await given(
    (_, count) => (count === 1 ? token('old', 250) : { silent: true }),
    200,
  );
  await tokens.current();
  const began = performance.now();
  for (let call = 0; call < 20; call += 1) expect(await tokens.current()).toBe('old');
  expect(performance.now() - began).toBeLessThan(2000);
  expect(requests).toHaveLength(2);
});

test.each([
  ['has expired', token('old', 1), { silent: true }, 'unavailable'],
  ['is refused by Graph', token('old', 250), { silent: true }, 'unavailable'],
  [
    'could serve while Entra refuses the app',
    token('old', 250),
    { status: 401, body: { error: 'invalid_client', error_description: 'AADSTS7000215: No.' } },
    'appSignIn.secretWrong',
  ],
])('a token that %s is given to nobody', async (what, first, then, code) => {
  const { tokens } = await given((_, count) => (count === 1 ? first : then), 200);
  const old = await tokens.current();
  // MSAL rounds the second of issue up or down: what serves for a second may do so for one and a half.
  if (what === 'has expired') await wait(2000);
  const asked = what === 'is refused by Graph' ? tokens.renewed(old) : tokens.current();
  await expect(asked).rejects.toMatchObject({ code });
});
