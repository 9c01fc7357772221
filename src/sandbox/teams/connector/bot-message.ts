import { z } from 'zod';
import { ownServiceUrl } from '../../login/index.ts';
import type { Activity } from '../activity.ts';
import type { Place } from '../conversations.ts';
import { botAccount, conversationAccount } from '../envelope.ts';
import { signInQuietly } from '../people/sign-in.ts';
import type { Room } from '../room.ts';
import { connectorRefusal } from './errors.ts';

/** What the bot sends: checked as far as Teams refuses it, everything else kept as it came. */
const botActivity = z.looseObject({
  type: z.enum(['message', 'typing']),
  text: z.string().nullish(),
  attachments: z.array(z.looseObject({ contentType: z.string() })).nullish(),
  entities: z.array(z.looseObject({ type: z.string() })).nullish(),
});

export type BotActivity = z.infer<typeof botActivity>;

/** A message's size in Teams, cards included: 28 KB. */
const MOST_BYTES = 28 * 1024;

/** Reads an activity of the bot. Throws a refusal with 400, or with 413 for one that is too big. */
export function readBotActivity(body: unknown): BotActivity {
  const parsed = botActivity.safeParse(body);
  if (!parsed.success) throw connectorRefusal('BadSyntax', z.prettifyError(parsed.error));
  const activity = parsed.data;
  if (activity.type === 'typing') return activity;
  if (!activity.text?.trim() && !activity.attachments?.length) {
    throw connectorRefusal('BadSyntax', 'A message needs text or an attachment.');
  }
  const { text, attachments, entities } = activity;
  const content = JSON.stringify({ text, attachments, entities });
  if (Buffer.byteLength(content) > MOST_BYTES) throw connectorRefusal('MessageSizeTooBig');
  return activity;
}

/** The message as it stands in the conversation: what the bot sent, under Teams' own id, sender and time. */
export function asPosted(room: Room, place: Place, sent: BotActivity, id: string): Activity {
  const { world } = room;
  const { conversation } = place;
  const root = conversation.kind === 'channel' ? (place.root ?? id) : null;
  const { text, attachments, entities, ...rest } = sent;
  return {
    ...rest,
    ...(text ? { text } : {}),
    ...(attachments ? { attachments } : {}),
    ...(entities ? { entities } : {}),
    id,
    timestamp: world.clock.now().toISOString(),
    channelId: 'msteams',
    serviceUrl: ownServiceUrl(world),
    from: botAccount(world),
    conversation: conversationAccount(world, { conversation, root }),
  };
}

/** Posts a message of the bot, or shows that it is typing. Gives the id of the activity. */
export function postBotActivity(room: Room, place: Place, sent: BotActivity): string {
  const id = room.log.nextId();
  const conversationId = place.conversation.id;
  if (sent.type === 'typing') room.world.changes.tell('typing', conversationId);
  else {
    const activity = asPosted(room, place, sent, id);
    room.log.post({ conversationId, personId: null, activity });
    // A client does this by itself, and the bot does not wait for it.
    void signInQuietly(room, place, activity);
  }
  return id;
}
