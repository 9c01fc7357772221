import { createTokenClient } from '../bot/token-client.ts';
import type { Config } from '../config.ts';
import { AppError } from '../errors.ts';
import { clientSecretCredential, createTokens, type Tokens } from '../graph/tokens.ts';

/** The app's tokens for Graph. */
export function graphTokens({ tenantId, bot, tokenAuthority }: Config): Tokens {
  const signIn = {
    tenantId,
    clientId: bot.id,
    clientSecret: bot.secret,
    authority: tokenAuthority,
  };
  return createTokens(() => clientSecretCredential(signIn));
}

/** Asks for a token that Teams takes. Throws AppError where it is refused. */
export async function botToken({ tenantId, bot, tokenAuthority }: Config): Promise<void> {
  const settings = { tenantId, botId: bot.id, botSecret: bot.secret, tokenAuthority };
  const scopes = ['https://api.botframework.com/.default'];
  try {
    await createTokenClient(settings).acquireTokenByClientCredential({ scopes });
  } catch (cause) {
    const reason = /AADSTS\d+/.exec(String(cause))?.[0];
    throw reason
      ? new AppError('graph.signInRefused', { reason }, { cause })
      : new AppError('unavailable', {}, { cause });
  }
}
