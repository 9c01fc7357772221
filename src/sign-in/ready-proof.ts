import { readFile } from 'node:fs/promises';
import type { TokenCredential } from '@azure/identity';
import { AppError } from '../errors.ts';
import { type Certificate, readCertificate } from './certificate.ts';
import type { Proof, Voucher } from './identity.ts';
import { machineIdentity } from './machine-identity.ts';

/** A proof as it goes into one request for a token. */
export type ReadyProof =
  | { readonly kind: 'assertion'; readonly assertion: string }
  | { readonly kind: 'certificate'; readonly certificate: Certificate }
  | { readonly kind: 'secret'; readonly secret: string };

/** What a token of somebody who vouches for an app is for, in the worldwide cloud. */
const EXCHANGE_SCOPE = 'api://AzureADTokenExchange/.default';

/**
 * Prepares proofs, anew for each request: files are renewed by others while we run, and a token is asked for
 * once in an hour. (@azure/identity's WorkloadIdentityCredential keeps a file's token for five minutes, and the
 * Bot Framework's FederatedAppCredentials keeps the first one for ever.)
 *
 * @throws AppError `appSignIn.tokenFile*`, `appSignIn.certificate*`
 */
export function proofReader(
  proof: Exclude<Proof, { kind: 'managedIdentity' }>,
): () => Promise<ReadyProof> {
  if (proof.kind === 'secret') return async () => proof;
  if (proof.kind === 'certificate') {
    return async () => ({ kind: 'certificate', certificate: readCertificate(proof.file) });
  }
  const word = wordOf(proof.voucher);
  return async () => ({ kind: 'assertion', assertion: await word() });
}

function wordOf(voucher: Voucher): () => Promise<string> {
  if ('tokenFile' in voucher) return () => readTokenFile(voucher.tokenFile);
  const identity = machineIdentity(voucher.identityId);
  return () => tokenOf(identity);
}

async function tokenOf(identity: TokenCredential): Promise<string> {
  const given = await identity.getToken(EXCHANGE_SCOPE);
  if (!given) throw new AppError('appSignIn.refused', { reason: 'no token' });
  return given.token;
}

async function readTokenFile(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new AppError('appSignIn.tokenFileUnreadable', { file }, { cause });
  });
  const token = text.trim();
  if (token === '') throw new AppError('appSignIn.tokenFileEmpty', { file });
  return token;
}
