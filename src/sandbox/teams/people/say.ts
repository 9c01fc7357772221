import { z } from 'zod';
import type { Reply } from '../../http.ts';
import type { User } from '../../tenant/types.ts';
import type { Activity } from '../activity.ts';
import {
  type Composed,
  composePersonal,
  composeShared,
  htmlAttachment,
  markUp,
} from '../compose-message.ts';
import type { Place } from '../conversations.ts';
import { botAccount, envelope } from '../envelope.ts';
import { fileAttachment, keepFile } from '../files.ts';
import { isBotIn } from '../installations.ts';
import type { Room } from '../room.ts';
import { openChat, placeFor, speakerAs } from './speaker.ts';

/**
 * `html`: true says that `text` is HTML and goes out with its tags; a text is the formatted form that
 * goes beside the plain one. `mention`: where several people are, mentions the bot although the text
 * does not begin with `@Guestlist`.
 */
export const sayShape = z.object({
  as: z.string(),
  conversationId: z.string().optional(),
  text: z.string().default(''),
  html: z.union([z.boolean(), z.string()]).default(false),
  mention: z.boolean().default(false),
  files: z.array(z.object({ name: z.string().min(1), base64: z.string() })).default([]),
});

export type Saying = z.infer<typeof sayShape>;

/** What a message that the bot does not hear is answered with, in place of its status. */
const NOT_HEARD = 204;

/** What was typed, as a message of the place where it was typed. */
export function compose(
  { world }: Room,
  place: Place,
  typed: Pick<Saying, 'text' | 'html' | 'mention'>,
): Composed {
  const isHtml = typed.html === true;
  const html = typeof typed.html === 'string' ? typed.html : null;
  const { text, mention } = typed;
  if (place.conversation.kind === 'personal') {
    return composePersonal({ text, isHtml, html, mention });
  }
  return composeShared({ text, isHtml, html, mention }, botAccount(world));
}

/** A person's message, in a channel on a thread of its own unless it answers in one. */
export function messageActivity(
  room: Room,
  person: User,
  place: Place,
  composed: Composed,
  id: string,
): Activity {
  const { conversation } = place;
  const root = conversation.kind === 'channel' ? (place.root ?? id) : null;
  const base = envelope(room.world, person, { conversation, root });
  return {
    ...base,
    type: 'message',
    id,
    textFormat: 'plain',
    text: composed.text,
    ...(composed.html ? { attachments: [htmlAttachment(composed.html)] } : {}),
    entities: [...composed.entities, ...base.entities],
  };
}

/** Files reach the bot in a 1:1 chat only; elsewhere Teams keeps them from it. */
function withFiles(room: Room, person: User, message: Activity, files: Saying['files']): Activity {
  if (files.length === 0) return message;
  const attached = files.map(({ name, base64 }) =>
    fileAttachment(name, keepFile(room.world, name, Buffer.from(base64, 'base64'), person)),
  );
  const html = message.attachments ?? [htmlAttachment(`<p>${markUp(message.text ?? '')}</p>`)];
  return { ...message, attachments: [...attached, ...html] };
}

/** Posts a message of a person and brings it to the bot. Gives the bot's status. */
export async function postAndSend(
  room: Room,
  person: User,
  place: Place,
  message: Activity,
  heard: boolean,
): Promise<number> {
  const { conversation } = place;
  room.log.post({ conversationId: conversation.id, personId: person.id, activity: message });
  room.log.markRead(person.id, conversation.id);
  if (!heard || !isBotIn(room.tenant, conversation)) return NOT_HEARD;
  // The bot meets a place before it hears anything there.
  await room.outgoing.flush(conversation.id);
  const { status } = await room.bot.send(message);
  if (status === 0) room.log.notDelivered(message.id);
  return status;
}

/** A person says something. 204 stands for a message that the bot does not hear. */
export async function say(room: Room, wish: Saying): Promise<Reply> {
  const person = speakerAs(room.tenant, wish.as);
  const place = placeFor(room, person, wish.conversationId);
  const inPersonal = place.conversation.kind === 'personal';
  if (inPersonal) openChat(room, person);
  const composed = compose(room, place, wish);
  const plain = messageActivity(room, person, place, composed, room.log.nextId());
  const message = inPersonal ? withFiles(room, person, plain, wish.files) : plain;
  const botStatus = await postAndSend(room, person, place, message, composed.heard);
  return { status: 200, body: { activityId: message.id, botStatus } };
}
