import { AppError } from '../errors.ts';
import type { AppIdentity } from '../sign-in/identity.ts';
import { machineMissing } from '../sign-in/refusal.ts';
import { appCredential } from './credential.ts';
import { askCredential } from './tokens.ts';

/** What a token can be asked for: Graph, or the connector that the bot answers through. */
const scopes = {
  graph: 'https://graph.microsoft.com/.default',
  connector: 'https://api.botframework.com/.default',
} as const;

/** What came of it: a token, or the named reason why there is none (`appSignIn.*`, or `unavailable`). */
export type TriedSignIn =
  | { readonly token: string; readonly problem: null }
  | { readonly token: null; readonly problem: AppError };

/** Asks for one token, as the running product would, and tells what the refusal says. Nothing is kept. */
export async function trySignIn(
  identity: AppIdentity,
  resource: keyof typeof scopes,
): Promise<TriedSignIn> {
  try {
    const { token } = await askCredential(appCredential(identity), undefined, scopes[resource]);
    return { token, problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { token: null, problem: machineMissing(error) ?? error };
  }
}
