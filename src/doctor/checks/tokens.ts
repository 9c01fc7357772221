import { trySignIn } from '../../graph/try-sign-in.ts';
import type { AppIdentity } from '../../sign-in/identity.ts';
import { type Finding, lookAt, ok } from '../finding.ts';

/** Whether Entra gives the app its tokens: one for Graph, one for Teams. */
export async function checkTokens(identity: AppIdentity): Promise<readonly Finding[]> {
  const look = (name: string, resource: 'graph' | 'connector') =>
    lookAt(name, async () => {
      const { problem } = await trySignIn(identity, resource);
      if (problem) throw problem;
      return ok(name, 'token');
    });
  const found = await Promise.all([look('token.graph', 'graph'), look('token.bot', 'connector')]);
  return found.flat();
}
