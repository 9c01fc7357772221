import { AuthenticationConstants } from 'botframework-connector';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { AppError } from '../errors.ts';

/** What both the SDK and we allow clocks to differ by, in seconds. */
const CLOCK_TOLERANCE = 5 * 60;

const Metadata = z.object({ jwks_uri: z.url() });

/**
 * Whether a call carries a token of the channel for this bot. The SDK checks it, too, and more; but a bad
 * token it writes to the console, with the key, and answers as if we had failed.
 *
 * The returned function throws AppError `unavailable` where the channel's keys cannot be read.
 */
export function channelTokenCheck(settings: {
  readonly botId: string;
  /** OpenID metadata of the channel's keys; null: Microsoft's own. */
  readonly channelMetadataUrl: string | null;
}): (authorization: string) => Promise<boolean> {
  const metadataUrl =
    settings.channelMetadataUrl ?? AuthenticationConstants.ToBotFromChannelOpenIdMetadataUrl;
  let keys: ReturnType<typeof createRemoteJWKSet> | undefined;
  return async (authorization) => {
    keys ??= await findKeys(metadataUrl);
    try {
      await jwtVerify(authorization.replace(/^Bearer /, ''), keys, {
        issuer: AuthenticationConstants.ToBotFromChannelTokenIssuer,
        audience: settings.botId,
        algorithms: AuthenticationConstants.AllowedSigningAlgorithms,
        clockTolerance: CLOCK_TOLERANCE,
      });
      return true;
    } catch (cause) {
      if (cause instanceof errors.JWKSTimeout || !(cause instanceof errors.JOSEError)) {
        throw new AppError('unavailable', {}, { cause });
      }
      return false;
    }
  };
}

async function findKeys(metadataUrl: string) {
  try {
    const response = await fetch(metadataUrl);
    const { jwks_uri } = Metadata.parse(await response.json());
    return createRemoteJWKSet(new URL(jwks_uri));
  } catch (cause) {
    throw new AppError('unavailable', {}, { cause });
  }
}
