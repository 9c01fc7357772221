import {
  type AuthenticationResult,
  type ClientCredentialRequest,
  ConfidentialClientApplication,
  type INetworkModule,
} from '@azure/msal-node';
import type { AppIdentity, Proof } from '../sign-in/identity.ts';
import { proofReader, type ReadyProof } from '../sign-in/ready-proof.ts';

/** How long Entra may take over one call, in ms. MSAL's own client waits for ever. */
const PATIENCE_MS = 5000;

/** What an http authority is called towards MSAL, which takes https ones only. */
const LOOPBACK = 'https://login.loopback.invalid';

/** What the SDK calls of MSAL. */
export type TokenClient = Pick<ConfidentialClientApplication, 'acquireTokenByClientCredential'>;

/**
 * The client that gets the bot's own tokens. The SDK keeps those: it asks about once in an hour, and each time
 * the proof is read anew. Where many sends need the first one at once, it is asked for once.
 */
export function createTokenClient(
  identity: AppIdentity,
  proof: Exclude<Proof, { kind: 'managedIdentity' }>,
): TokenClient {
  const read = proofReader(proof);
  const underWay = new Map<string, Promise<AuthenticationResult | null>>();
  const ask = async (request: ClientCredentialRequest) =>
    clientWith(await read(), identity).acquireTokenByClientCredential(request);
  return {
    async acquireTokenByClientCredential(request) {
      const key = request.scopes?.join(' ') ?? '';
      const asked = underWay.get(key) ?? ask(request).finally(() => underWay.delete(key));
      underWay.set(key, asked);
      const given = await asked;
      // The SDK moves the date that it is given, and so each needs its own.
      return given && { ...given, expiresOn: given.expiresOn && new Date(given.expiresOn) };
    },
  };
}

function clientWith(
  proof: ReadyProof,
  { tenantId, clientId, authority: real }: AppIdentity,
): ConfidentialClientApplication {
  const insecure = real.startsWith('http://');
  const authority = insecure ? LOOPBACK : real;
  return new ConfidentialClientApplication({
    auth: {
      clientId,
      authority: `${authority}/${tenantId}`,
      ...(insecure ? { knownAuthorities: [new URL(LOOPBACK).host] } : {}),
      ...inMsalsWords(proof),
    },
    system: { networkClient: callsTo((url) => url.replace(authority, real)) },
  });
}

function inMsalsWords(proof: ReadyProof) {
  if (proof.kind === 'secret') return { clientSecret: proof.secret };
  if (proof.kind === 'assertion') return { clientAssertion: proof.assertion };
  const { key, chain, thumbprint } = proof.certificate;
  return { clientCertificate: { thumbprintSha256: thumbprint, privateKey: key, x5c: chain } };
}

/** Calls that end, at the address that MSAL's one stands for. */
function callsTo(addressOf: (url: string) => string): INetworkModule {
  const call = async <T>(url: string, init: RequestInit) => {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(addressOf(url), { ...init, signal });
    return {
      headers: Object.fromEntries(response.headers),
      body: (await response.json()) as T,
      status: response.status,
    };
  };
  return {
    sendGetRequestAsync: (url, options) => call(url, { headers: options?.headers ?? {} }),
    sendPostRequestAsync: (url, options) =>
      call(url, { method: 'POST', headers: options?.headers ?? {}, body: options?.body ?? '' }),
  };
}
