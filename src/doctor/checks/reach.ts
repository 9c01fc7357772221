import { createChannelKeys } from '../../bot/channel-keys.ts';
import type { Config } from '../../config.ts';
import { ask } from '../ask.ts';
import { type Finding, lookAt, ok, problem } from '../finding.ts';

/** Where the channel's keys stand, and where a first message to Teams goes (Bot Connector's pages). */
const CHANNEL_METADATA = 'https://login.botframework.com/v1/.well-known/openidconfiguration';
const TEAMS = 'https://smba.trafficmanager.net/teams';

/** Whether everybody answers whom the product calls, and whether it can be called itself. */
export async function checkReach(config: Config): Promise<readonly Finding[]> {
  const { identity, tenantId, graphBaseUrl, bot, sandboxOrigin } = config;
  const answers = (name: string, url: string) =>
    lookAt(name, async () => {
      const { body } = await ask(url);
      await body?.cancel();
      return ok(name, 'answers', { where: new URL(url).host });
    });
  const found = await Promise.all([
    lookAt('reach.signIn', async () => {
      const where = new URL(identity.authority).host;
      const answer = await ask(
        `${identity.authority}/${tenantId}/v2.0/.well-known/openid-configuration`,
      );
      await answer.body?.cancel();
      if (answer.ok) return ok('reach.signIn', 'answers', { where });
      return problem('reach.signIn', { code: 'doctor.tenantUnknown', params: { tenantId } });
    }),
    answers('reach.graph', `${graphBaseUrl}/organization`),
    lookAt('reach.channelKeys', async () => {
      const url = bot.channelMetadataUrl ?? CHANNEL_METADATA;
      await createChannelKeys(url).find('');
      return ok('reach.channelKeys', 'answers', { where: new URL(url).host });
    }),
    answers('reach.connector', `${sandboxOrigin ?? TEAMS}/v3/conversations/none/members`),
  ]);
  return [...found.flat(), checkPublicUrl(config)];
}

/** Teams calls over https, and from outside. */
function checkPublicUrl({ mode, publicUrl }: Config): Finding {
  const { protocol, hostname } = new URL(publicUrl);
  const isOutside = protocol === 'https:' && !/^(localhost|127\.|10\.|\[::1\])/.test(hostname);
  if (mode === 'sandbox' || isOutside) return ok('publicUrl', 'publicUrl', { url: publicUrl });
  return problem('publicUrl', { code: 'doctor.publicUrl', params: { url: publicUrl } });
}
