import { randomUUID } from 'node:crypto';
import { deliver } from './channel.ts';
import type { InvokeBody, SandboxClient } from './sandbox-client.ts';
import { chatOf } from './talk.ts';

/** A press as the channel delivers it, by anybody, anywhere: also by those whom the sandbox would not let press. */
export interface RawPress {
  /** Whose chat it comes from (a key); his `hello` must lie there, whose fields are taken. */
  readonly from: string;
  /** Entra object id of who presses; by default his of `from`. */
  readonly aadObjectId?: string;
  readonly conversation?: object;
  /** The message whose button it was. */
  readonly activityId: string;
  readonly verb: string;
  readonly data: object;
}

/** Posts a press to the bot, and gives what it answers in the form that Teams reads. */
export async function pressRaw(
  product: SandboxClient & { readonly botOrigin: string },
  press: RawPress,
): Promise<{ status: number; body: InvokeBody }> {
  const noted = await product.messages(await chatOf(product, press.from));
  const hello = noted.findLast(({ activity }) => activity.text === 'hello')?.activity;
  const { serviceUrl, bot } = await product.people();
  const { verb, data, aadObjectId } = press;
  const stranger = { id: `29:${aadObjectId}`, name: 'Somebody', aadObjectId };
  const { status, body } = await deliver(product, {
    ...hello,
    ...(aadObjectId ? { from: stranger } : {}),
    ...(press.conversation ? { conversation: press.conversation } : {}),
    id: `f:${randomUUID()}`,
    type: 'invoke',
    name: 'adaptiveCard/action',
    text: undefined,
    channelId: 'msteams',
    serviceUrl,
    recipient: bot,
    replyToId: press.activityId,
    value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
  });
  return { status, body: JSON.parse(body) as InvokeBody };
}
