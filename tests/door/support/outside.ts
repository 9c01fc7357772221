import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from 'jose';

/** The channel's issuer, as Microsoft documents it. */
const ISSUER = 'https://api.botframework.com';

/** A key as the key server hands it out. */
export type ChannelJwk = JWK & { readonly endorsements?: readonly string[] };

/** A key of the channel, or of somebody who would like to be it. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: ChannelJwk;
}

/** Everything around the bot, and all of it ours: key server, token endpoint, connector, Graph. */
export interface Outside {
  readonly origin: string;
  readonly port: number;
  /** What the key server hands out; a test may change it. */
  readonly keys: { published: ChannelJwk[]; isDown: boolean };
  readonly key: SigningKey;
  /** Calls so far, `METHOD /path` each, of the parts that a refused activity must not reach. */
  readonly calls: {
    readonly keys: string[];
    readonly connector: string[];
    readonly graph: string[];
    /** Messages that the connector was given, as they came. */
    readonly said: string[];
  };
  /** A token of the channel for `botId`, with other claims and headers where told. */
  token(
    botId: string,
    changes?: { claims?: JWTPayload; header?: Partial<JWTHeaderParameters>; key?: SigningKey },
  ): Promise<string>;
  close(): Promise<void>;
}

/** A key pair that a test can sign with. */
export async function newKey(kid: string = randomUUID()): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const publicJwk = { ...(await exportJWK(publicKey)), kid, use: 'sig', endorsements: ['msteams'] };
  return { kid, privateKey, publicJwk };
}

/** Starts it all on one port, as the sandbox does. */
export async function startOutside(): Promise<Outside> {
  const key = await newKey();
  const keys = { published: [key.publicJwk], isDown: false };
  const calls = {
    keys: [] as string[],
    connector: [] as string[],
    graph: [] as string[],
    said: [] as string[],
  };
  const server = createServer((req, res) => {
    const path = new URL(req.url ?? '/', origin()).pathname;
    const [status, body] = note(req, path);
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      if (path.startsWith('/v3/') && text.includes('"message"')) calls.said.push(text);
    });
    res.writeHead(status, { 'content-type': 'application/json' });
    res.end(JSON.stringify(body));
  });
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const note = (req: IncomingMessage, path: string): [number, unknown] => {
    const kind = kindOf(path);
    if (kind) calls[kind].push(`${req.method} ${path}`);
    return kind === 'keys' && keys.isDown ? [503, {}] : [200, answerTo(path, origin(), keys)];
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: origin(),
    port: (server.address() as AddressInfo).port,
    keys,
    key,
    calls,
    async token(botId, { claims = {}, header = {}, key: signer = key } = {}) {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({
        iss: ISSUER,
        aud: botId,
        serviceurl: `${origin()}/`,
        nbf: now - 300,
        exp: now + 3600,
        ...claims,
      })
        .setProtectedHeader({ alg: 'RS256', kid: signer.kid, ...header })
        .sign(signer.privateKey);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function kindOf(path: string): 'keys' | 'connector' | 'graph' | null {
  if (path.startsWith('/_sandbox/channel/')) return 'keys';
  if (path.startsWith('/v3/')) return 'connector';
  // The look at who has redeemed is nobody's turn.
  return path.startsWith('/v1.0/') && !path.includes('delta') ? 'graph' : null;
}

/** As much of each part as the bot needs to go on. */
function answerTo(path: string, origin: string, keys: { published: ChannelJwk[] }): unknown {
  if (path === '/_sandbox/state') return { epoch: 'one', clockOffsetMs: 0 };
  if (path === '/_sandbox/channel/openid-configuration') {
    return { issuer: ISSUER, jwks_uri: `${origin}/_sandbox/channel/keys` };
  }
  if (path === '/_sandbox/channel/keys') return { keys: keys.published };
  if (path.endsWith('/oauth2/v2.0/token')) {
    return { token_type: 'Bearer', expires_in: 3600, access_token: 'a.b.c' };
  }
  if (path.endsWith('/.well-known/openid-configuration')) return authority(origin, path);
  if (path.startsWith('/v3/')) return { id: randomUUID() };
  if (path.includes('delta')) {
    return { value: [], '@odata.deltaLink': `${origin}/v1.0/users/delta?$deltatoken=1` };
  }
  const id = /^\/v1\.0\/users\/([^/]+)$/.exec(path)?.[1];
  return id
    ? { id, displayName: 'John Doe', userType: 'Member', accountEnabled: true }
    : { value: [] };
}

function authority(origin: string, path: string): object {
  const base = `${origin}/${path.split('/')[1]}`;
  return {
    issuer: `${base}/v2.0`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
  };
}
