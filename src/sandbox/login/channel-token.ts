import type { World } from '../world.ts';
import { signToken } from './keys.ts';

/** The issuer that the bot's token check expects of the channel. */
export const CHANNEL_ISSUER = 'https://api.botframework.com';

/** Where Teams' own `serviceUrl` of the sandbox lies. */
export function ownServiceUrl(world: World): string {
  return `${world.settings.origin}/`;
}

/** A token that the channel brings to the bot: good for activities that name this `serviceUrl`. */
export async function channelToken(world: World, serviceUrl: string): Promise<string> {
  return signToken(world.store, 'channel', {
    iss: CHANNEL_ISSUER,
    aud: world.settings.botId,
    serviceurl: serviceUrl,
  });
}
