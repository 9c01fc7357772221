import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** Another issuer than Entra, as a cluster or a build service is one: its key server, and tokens of it. */
export interface Issuer {
  readonly issuer: string;
  /** A token that says `subject` to Entra, good for an hour, with other claims where told. */
  token(subject: string, claims?: JWTPayload): Promise<string>;
  /** Signs with a new key from now on, and publishes that one alone. */
  changeKey(): Promise<void>;
  /** A token that is signed by nobody we know. */
  forged(subject: string): Promise<string>;
  close(): Promise<void>;
}

async function newKey(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256' } };
}

/** Starts it on a free port. */
export async function givenIssuer(): Promise<Issuer> {
  let key = await newKey('first');
  const stranger = await newKey('first');
  const server = createServer((request, response) => {
    const isKeys = request.url === '/keys';
    const metadata = { issuer: origin(), jwks_uri: `${origin()}/keys` };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isKeys ? { keys: [key.jwk] } : metadata));
  });
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sign = ({ kid, privateKey }: typeof key, subject: string, claims: JWTPayload = {}) => {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({
      iss: origin(),
      sub: subject,
      aud: 'api://AzureADTokenExchange',
      iat: now,
      nbf: now,
      exp: now + 3600,
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256', kid })
      .sign(privateKey);
  };
  return {
    issuer: origin(),
    token: (subject, claims) => sign(key, subject, claims),
    forged: (subject) => sign(stranger, subject),
    async changeKey() {
      key = await newKey('second');
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
