import { afterEach, expect, test } from '@jest/globals';
import type { ConversationReference } from 'botbuilder';
import type { ConnectorClient } from 'botframework-connector';
import { createAdapter } from '../../src/bot/adapter.ts';
import { connectorError } from '../../src/bot/connector-error.ts';
import { whileWaiting } from '../../src/waiting.ts';
import { TENANT_ID } from '../graph/support/given-graph.ts';
import { type ScriptedGraph, scriptedGraph } from '../graph/support/scripted-graph.ts';

const BOT_ID = '22222222-2222-4222-8222-222222222222';

let server: ScriptedGraph | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** Posts into a Teams that gives out tokens, takes every connection and never says a word. */
async function postIntoSilence(patience: { turnMs: number; jobMs: number }) {
  server = await scriptedGraph(({ path }) =>
    path.endsWith('/token')
      ? { body: { token_type: 'Bearer', expires_in: 3600, access_token: 'abc' } }
      : path.startsWith('/v3/')
        ? { silent: true }
        : { body: endpointsOf(server?.origin ?? '') },
  );
  const settings = {
    identity: {
      tenantId: TENANT_ID,
      clientId: BOT_ID,
      authority: server.origin,
      proof: { kind: 'secret', secret: 's3cret' },
    },
    channelAuth: 'none',
    channelMetadataUrl: null,
  } as const;
  const adapter = createAdapter(settings, null, patience);
  const chat = {
    channelId: 'msteams',
    serviceUrl: server.origin,
    conversation: { id: 'c1' },
  } as ConversationReference;
  return adapter
    .continueConversationAsync(BOT_ID, chat, async (context) => {
      await context.sendActivity('hello');
    })
    .catch((error: unknown) => connectorError(error));
}

/** What MSAL reads of an authority before it asks for a token. */
function endpointsOf(origin: string) {
  const at = `${origin.replace(/^http:.*/, 'https://login.loopback.invalid')}/${TENANT_ID}`;
  return {
    issuer: `${at}/v2.0`,
    authorization_endpoint: `${at}/oauth2/v2.0/authorize`,
    token_endpoint: `${at}/oauth2/v2.0/token`,
    jwks_uri: `${at}/discovery/v2.0/keys`,
  };
}

const posts = () => server?.requests.filter(({ path }) => path.startsWith('/v3/')) ?? [];

test('a job gives up a call that Teams takes and never answers, and makes it once', async () => {
  const error = await postIntoSilence({ turnMs: 60_000, jobMs: 1000 });
  expect(error).toMatchObject({ code: 'unavailable' });
  expect(posts()).toHaveLength(1);
});

test('a turn gives it up sooner', async () => {
  const turn = { isAwaited: true, until: performance.now() + 60_000 };
  const error = await whileWaiting(turn, () => postIntoSilence({ turnMs: 1000, jobMs: 60_000 }));
  expect(error).toMatchObject({ code: 'unavailable' });
  expect(posts()).toHaveLength(1);
});

test('turns at one address share a connector, and another address has its own', async () => {
  const settings = {
    identity: {
      tenantId: TENANT_ID,
      clientId: BOT_ID,
      authority: 'http://127.0.0.1:1',
      proof: { kind: 'secret', secret: 's3cret' },
    },
    channelAuth: 'signed',
    channelMetadataUrl: null,
  } as const;
  const adapter = createAdapter(settings, async () => ({ kind: 'bad', why: 'nobody calls' }));
  const connectorAt = async (serviceUrl: string) => {
    const chat = {
      channelId: 'msteams',
      serviceUrl,
      conversation: { id: 'c1' },
    } as ConversationReference;
    const seen: ConnectorClient[] = [];
    await adapter.continueConversationAsync(BOT_ID, chat, async (context) => {
      seen.push(context.turnState.get<ConnectorClient>(adapter.ConnectorClientKey));
    });
    return seen[0];
  };
  const first = await connectorAt('https://smba.example/emea/');
  expect(first).toMatchObject({ baseUri: 'https://smba.example/emea/' });
  expect(await connectorAt('https://smba.example/emea/')).toBe(first);
  expect(await connectorAt('https://smba.example/amer/')).toMatchObject({
    baseUri: 'https://smba.example/amer/',
  });
});
