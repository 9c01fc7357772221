import { z } from 'zod';
import { type Reply, refusal } from '../../http.ts';
import type { User } from '../../tenant/types.ts';
import type { Activity } from '../activity.ts';
import { findPlace, type Place } from '../conversations.ts';
import { channelDataOf, envelope } from '../envelope.ts';
import { splitThread } from '../ids.ts';
import { isBotIn } from '../installations.ts';
import type { Room } from '../room.ts';
import { compose, messageActivity } from './say.ts';
import { speakerAs } from './speaker.ts';

export const editShape = z.object({ as: z.string(), activityId: z.string(), text: z.string() });
export const deleteShape = z.object({ as: z.string(), activityId: z.string() });

const NOT_HEARD = 204;

/** A message that this person wrote, and where. Throws a refusal. */
function ownMessage(room: Room, person: User, activityId: string) {
  const posted = room.log.find(activityId);
  const place = posted && findPlace(room.tenant, posted.conversationId);
  if (!posted || !place) throw refusal(404, 'unknownActivity', `There is no ${activityId}.`);
  if (posted.personId !== person.id) {
    throw refusal(403, 'notYours', `${person.displayName} did not write this message.`);
  }
  const { root } = splitThread(posted.activity.conversation?.id ?? '');
  return { before: posted.activity, place: { ...place, root } };
}

/** Whether the bot hears of a change: in a 1:1 chat always, elsewhere when the message mentions it. */
function hears(room: Room, place: Place, ...versions: Activity[]): boolean {
  if (!isBotIn(room.tenant, place.conversation)) return false;
  if (place.conversation.kind === 'personal') return true;
  return versions.some((each) => each.entities?.some((entity) => entity.type === 'mention'));
}

async function tell(room: Room, activity: Activity, heard: boolean): Promise<Reply> {
  const botStatus = heard ? (await room.bot.send(activity)).status : NOT_HEARD;
  return { status: 200, body: { botStatus } };
}

/** A person edits a message of his own. */
export async function editMessage(room: Room, wish: z.infer<typeof editShape>): Promise<Reply> {
  const person = speakerAs(room.tenant, wish.as);
  const { before, place } = ownMessage(room, person, wish.activityId);
  const mention = before.entities?.some((entity) => entity.type === 'mention') ?? false;
  const composed = compose(room, place, { text: wish.text, html: false, mention });
  const after = messageActivity(room, person, place, composed, wish.activityId);
  const files = before.attachments?.filter((each) => each.contentType !== 'text/html') ?? [];
  const attachments = [...files, ...(after.attachments ?? [])];
  const edited = { ...after, ...(attachments.length > 0 ? { attachments } : {}) };
  room.log.update(wish.activityId, edited);
  const channelData = { ...channelDataOf(room.world, place), eventType: 'editMessage' };
  const update = { ...edited, type: 'messageUpdate', channelData };
  return tell(room, update, hears(room, place, before, after));
}

/** A person takes a message of his own back. */
export async function deleteMessage(room: Room, wish: z.infer<typeof deleteShape>): Promise<Reply> {
  const person = speakerAs(room.tenant, wish.as);
  const { before, place } = ownMessage(room, person, wish.activityId);
  room.log.remove(wish.activityId);
  const base = envelope(room.world, person, place);
  const gone = {
    ...base,
    type: 'messageDelete',
    id: wish.activityId,
    channelData: { ...base.channelData, eventType: 'softDeleteMessage' },
  };
  return tell(room, gone, hears(room, place, before));
}
