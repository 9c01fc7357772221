import {
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  type TokenCredential,
} from '@azure/identity';
import type { AppIdentity } from '../sign-in/identity.ts';
import { machineIdentity } from '../sign-in/machine-identity.ts';
import { proofReader, type ReadyProof } from '../sign-in/ready-proof.ts';

/** Entra's own address, in whose name tokens are asked for wherever they really come from. */
const ENTRA = 'https://login.microsoftonline.com';

/** How long Entra may take over one call, in ms. */
const PATIENCE_MS = 5000;

/** The app's credential, of the kind its identity names. It keeps nothing: what is read for a token is read anew. */
export function appCredential(identity: AppIdentity): TokenCredential {
  const { proof } = identity;
  if (proof.kind === 'managedIdentity') return machineIdentity(identity.clientId);
  const read = proofReader(proof);
  return {
    async getToken(scopes, options) {
      return credentialWith(await read(), identity).getToken(scopes, options);
    },
  };
}

function credentialWith(proof: ReadyProof, identity: AppIdentity): TokenCredential {
  const { tenantId, clientId } = identity;
  const options = optionsFor(identity.authority);
  switch (proof.kind) {
    case 'secret':
      return new ClientSecretCredential(tenantId, clientId, proof.secret, options);
    case 'assertion':
      return new ClientAssertionCredential(
        tenantId,
        clientId,
        async () => proof.assertion,
        options,
      );
    case 'certificate': {
      const { key, chain } = proof.certificate;
      return new ClientCertificateCredential(
        tenantId,
        clientId,
        { certificate: `${key}\n${chain}` },
        // Lets a registration trust an issuer and a name instead of one certificate.
        { ...options, sendCertificateChain: true },
      );
    }
  }
}

/**
 * @azure/identity only speaks https to Entra's own addresses; an authority elsewhere is reached by sending the
 * very same requests there, so that one code serves both.
 */
function optionsFor(authority: string): CredentialOptions {
  const elsewhere = authority !== ENTRA && authority.startsWith('http:');
  return {
    authorityHost: elsewhere ? ENTRA : authority,
    retryOptions: { maxRetries: 1 },
    disableInstanceDiscovery: elsewhere,
    additionalPolicies: [
      { position: 'perCall', policy: hangUp },
      ...(elsewhere ? [{ position: 'perCall' as const, policy: sendTo(authority) }] : []),
    ],
  };
}

/** Nobody waits for an answer after that, so the connection need not be held, either. */
const hangUp: PipelinePolicy = {
  name: 'guestlist-patience',
  sendRequest(request, next) {
    request.timeout = PATIENCE_MS;
    return next(request);
  },
};

function sendTo(authority: string): PipelinePolicy {
  return {
    name: 'guestlist-authority',
    sendRequest(request, next) {
      request.url = authority + request.url.slice(new URL(request.url).origin.length);
      request.allowInsecureConnection = true;
      return next(request);
    },
  };
}

type CredentialOptions = NonNullable<ConstructorParameters<typeof ClientSecretCredential>[3]>;
type PipelinePolicy = NonNullable<CredentialOptions['additionalPolicies']>[number]['policy'];
