import { type AccessToken, ManagedIdentityCredential, type TokenCredential } from '@azure/identity';

/** How long the machine's endpoint may take over a token, in ms. */
const PATIENCE_MS = 5000;

/** For so long a failure is the answer to everybody, in ms: the Bot Framework SDK asks five times in a row. */
const SAME_ANSWER_MS = 1000;

/**
 * A managed identity assigned to the machine that we run on, by its client id. @azure/identity keeps its tokens
 * for all who ask in this process.
 */
export function machineIdentity(clientId: string): TokenCredential {
  const credential = new ManagedIdentityCredential({ clientId, retryOptions: { maxRetries: 1 } });
  let failed: { readonly error: unknown; readonly at: number } | null = null;
  return {
    async getToken(scopes) {
      if (failed && performance.now() - failed.at < SAME_ANSWER_MS) throw failed.error;
      try {
        return await inPatience(credential.getToken(scopes));
      } catch (error) {
        failed = { error, at: performance.now() };
        throw error;
      }
    },
  };
}

/** Where there is no such endpoint, the library would wait and try for minutes. */
async function inPatience(asked: Promise<AccessToken>): Promise<AccessToken> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoMachineAnswer()), PATIENCE_MS);
  });
  try {
    return await Promise.race([asked, over]);
  } finally {
    clearTimeout(timer);
  }
}

class NoMachineAnswer extends Error {
  constructor() {
    super('the managed identity endpoint does not answer');
    this.name = 'CredentialUnavailableError';
  }
}
