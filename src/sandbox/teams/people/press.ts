import { z } from 'zod';
import { type Reply, refusal } from '../../http.ts';
import type { User } from '../../tenant/types.ts';
import type { Activity } from '../activity.ts';
import { findPlace, type Place } from '../conversations.ts';
import { envelope, eventId } from '../envelope.ts';
import { splitThread } from '../ids.ts';
import type { Posted } from '../message-log.ts';
import type { Room } from '../room.ts';
import { compose, messageActivity, postAndSend } from './say.ts';
import { speakerAs } from './speaker.ts';

export const pressShape = z.object({
  as: z.string(),
  activityId: z.string(),
  verb: z.string(),
  data: z.unknown().optional(),
  trigger: z.enum(['manual', 'automatic']).default('manual'),
});

export const submitShape = z.object({
  as: z.string(),
  activityId: z.string(),
  data: z.unknown().optional(),
});

/** `data.msteams` of an Action.Submit. */
const inTeams = z.object({
  msteams: z.discriminatedUnion('type', [
    z.object({ type: z.literal('imBack'), value: z.string() }),
    z.object({
      type: z.literal('messageBack'),
      displayText: z.string().optional(),
      text: z.string().optional(),
      value: z.unknown().optional(),
    }),
  ]),
});
const namedType = z.object({ msteams: z.object({ type: z.string() }) });

/** A message that stands somewhere, and where. Throws a refusal. Whether the person can see it is not asked: a card may have been forwarded. */
function cardAt(room: Room, activityId: string): { posted: Posted; place: Place } {
  const posted = room.log.find(activityId);
  const place = posted && findPlace(room.tenant, posted.conversationId);
  if (!posted || !place) throw refusal(404, 'unknownActivity', `There is no ${activityId}.`);
  const { root } = splitThread(posted.activity.conversation?.id ?? '');
  return { posted, place: { ...place, root } };
}

/** The fields of an activity that comes of a card. */
function fromCard(room: Room, person: User, place: Place, activityId: string) {
  const base = envelope(room.world, person, place);
  return {
    ...base,
    id: eventId(),
    channelData: {
      ...base.channelData,
      source: { name: 'message' },
      legacy: { replyToId: activityId },
    },
    replyToId: activityId,
  };
}

/** A person presses an Action.Execute, or his client refreshes the card: the bot's answer as it came. */
export async function press(room: Room, wish: z.infer<typeof pressShape>): Promise<Reply> {
  const person = speakerAs(room.tenant, wish.as);
  const { place } = cardAt(room, wish.activityId);
  const { verb, data, trigger } = wish;
  const { status, body } = await room.bot.send({
    ...fromCard(room, person, place, wish.activityId),
    type: 'invoke',
    name: 'adaptiveCard/action',
    value: { action: { type: 'Action.Execute', verb, data }, trigger },
  });
  return { status: 200, body: { status, body } };
}

async function sendBack(
  room: Room,
  person: User,
  place: Place,
  activityId: string,
  back: z.infer<typeof inTeams>['msteams'],
): Promise<number> {
  const shown = back.type === 'imBack' ? back.value : back.displayText;
  const typed = { text: shown ?? '', html: false, mention: true };
  const composed = compose(room, place, typed);
  const message = messageActivity(room, person, place, composed, room.log.nextId());
  if (back.type === 'imBack') return postAndSend(room, person, place, message, true);
  const unseen: Activity = {
    ...fromCard(room, person, place, activityId),
    type: 'message',
    id: message.id,
    text: back.text,
    value: back.value,
  };
  // People see `displayText`; the bot gets `text` and `value`.
  if (shown)
    room.log.post({
      conversationId: place.conversation.id,
      personId: person.id,
      activity: message,
    });
  const { status } = await room.bot.send(unseen);
  if (status === 0 && shown) room.log.notDelivered(message.id);
  return status;
}

/** A person presses an Action.Submit: a message with `value`, or what `data.msteams` asks for. */
export async function submit(room: Room, wish: z.infer<typeof submitShape>): Promise<Reply> {
  const person = speakerAs(room.tenant, wish.as);
  const { place } = cardAt(room, wish.activityId);
  const known = inTeams.safeParse(wish.data);
  if (known.success) {
    const { msteams } = known.data;
    const botStatus = await sendBack(room, person, place, wish.activityId, msteams);
    return { status: 200, body: { botStatus } };
  }
  const other = namedType.safeParse(wish.data);
  if (other.success) {
    throw refusal(501, 'notEmulated', `Action.Submit with ${other.data.msteams.type}`);
  }
  const { status } = await room.bot.send({
    ...fromCard(room, person, place, wish.activityId),
    type: 'message',
    value: wish.data,
  });
  return { status: 200, body: { botStatus: status } };
}
