import type { SandboxClient } from './sandbox-client.ts';

/** What the bot answered the channel: status and body, as text. */
export interface Delivered {
  readonly status: number;
  readonly body: string;
}

/** A message of this person (a key) in his 1:1 chat, as Teams would send it, with other fields where told. */
export async function activityOf(
  sandbox: SandboxClient,
  who: string,
  changes: object = {},
): Promise<object> {
  const { bot, serviceUrl, tenantId } = await sandbox.people();
  const { aadObjectId, mri, personalConversationId } = await sandbox.person(who);
  return {
    type: 'message',
    channelId: 'msteams',
    serviceUrl,
    locale: 'en-GB',
    recipient: bot,
    from: { id: mri, aadObjectId },
    conversation: { id: personalConversationId, conversationType: 'personal', tenantId },
    channelData: { tenant: { id: tenantId } },
    ...changes,
  };
}

/** Posts an activity to the bot as the channel would, by its token unless another one is given. */
export async function deliver(
  product: SandboxClient & { readonly botOrigin: string },
  activity: object,
  token?: string,
): Promise<Delivered> {
  const good = await product.get<{ token: string }>('/_sandbox/channel-token');
  const response = await fetch(`${product.botOrigin}/api/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token ?? good.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(activity),
  });
  return { status: response.status, body: await response.text() };
}
