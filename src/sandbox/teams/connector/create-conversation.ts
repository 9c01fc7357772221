import { z } from 'zod';
import type { Reply } from '../../http.ts';
import { findPlace, type Place, personalChat, personNamed } from '../conversations.ts';
import { splitThread, threadId } from '../ids.ts';
import { isBotIn } from '../installations.ts';
import type { Room } from '../room.ts';
import { type BotActivity, postBotActivity, readBotActivity } from './bot-message.ts';
import type { Call } from './connector-route.ts';
import { connectorRefusal } from './errors.ts';

const parameters = z.looseObject({
  isGroup: z.boolean().nullish(),
  members: z.array(z.looseObject({ id: z.string() })).nullish(),
  tenantId: z.string().nullish(),
  activity: z.unknown().optional(),
  channelData: z
    .looseObject({
      channel: z.looseObject({ id: z.string() }).nullish(),
      tenant: z.looseObject({ id: z.string() }).nullish(),
    })
    .nullish(),
});
type Parameters = z.infer<typeof parameters>;

function channelPlace(room: Room, channelId: string): Place {
  const place = findPlace(room.tenant, splitThread(channelId).base);
  if (place?.conversation.kind !== 'channel') throw connectorRefusal('ConversationNotFound');
  return { ...place, root: null };
}

function personalPlace(room: Room, asked: Parameters): Place {
  const { tenant, world } = room;
  const tenantId = asked.channelData?.tenant?.id ?? asked.tenantId;
  if (tenantId !== world.settings.tenantId) throw connectorRefusal('BadArgument', 'tenantId');
  const [member, ...others] = asked.members ?? [];
  if (!member || others.length > 0) throw connectorRefusal('BadArgument', 'members');
  const person = personNamed(tenant, member.id);
  if (!person) throw connectorRefusal('BadSyntax', member.id);
  return { conversation: personalChat(tenant, person), root: null };
}

/** A new thread in a channel is its first message; a 1:1 chat may be opened without one. */
function open(room: Room, place: Place, first: BotActivity | null): Reply {
  const { conversation } = place;
  if (conversation.kind !== 'channel') {
    const activityId = first ? postBotActivity(room, place, first) : undefined;
    return { status: 201, body: { id: conversation.id, activityId } };
  }
  if (first?.type !== 'message') throw connectorRefusal('BadArgument', 'activity');
  const activityId = postBotActivity(room, place, first);
  return { status: 201, body: { id: threadId(conversation.id, activityId), activityId } };
}

/** `POST /v3/conversations`: a person's 1:1 chat, or a new thread in a channel. */
export function createConversation(room: Room, { body, limit }: Call): Reply {
  const parsed = parameters.safeParse(body);
  if (!parsed.success) throw connectorRefusal('BadSyntax', z.prettifyError(parsed.error));
  const asked = parsed.data;
  const channelId = asked.channelData?.channel?.id;
  const place = channelId ? channelPlace(room, channelId) : personalPlace(room, asked);
  limit('create', place.conversation.id);
  if (!isBotIn(room.tenant, place.conversation)) {
    throw connectorRefusal('BotNotInConversationRoster');
  }
  const first = asked.activity ? readBotActivity(asked.activity) : null;
  return open(room, place, first);
}
