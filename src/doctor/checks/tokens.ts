import type { Config } from '../../config.ts';
import type { Tokens } from '../../graph/tokens.ts';
import { type Finding, lookAt, ok } from '../finding.ts';
import { botToken } from '../sign-in.ts';

/** Whether Entra gives the app its tokens: one for Graph, one for Teams. */
export async function checkTokens(config: Config, tokens: Tokens): Promise<readonly Finding[]> {
  const found = await Promise.all([
    lookAt('token.graph', async () => {
      await tokens.current();
      return ok('token.graph', 'token');
    }),
    lookAt('token.bot', async () => {
      await botToken(config);
      return ok('token.bot', 'token');
    }),
  ]);
  return found.flat();
}
