import { z } from 'zod';
import type { User } from '../../tenant/types.ts';
import type { Activity } from '../activity.ts';
import type { Conversation } from '../conversations.ts';
import { isEventId } from '../envelope.ts';
import { mriOf } from '../ids.ts';
import type { Room } from '../room.ts';

/** What a person has not seen yet of a conversation. */
export interface News {
  /** Messages that are meant for him: what the bot says in his 1:1 chat, and what mentions him. */
  readonly unread: number;
  /** Whether anything else is new. */
  readonly news: boolean;
}

const Mention = z.object({ type: z.literal('mention'), mentioned: z.object({ id: z.string() }) });

/** Tells what is new to people, each conversation's log being read once. */
export function newsReader(room: Room): (person: User, conversation: Conversation) => News {
  const { log, world } = room;
  const readers = new Map<string, (personId: string) => readonly Activity[]>();
  return (person, { id, kind }) => {
    const freshFor = readers.get(id) ?? log.freshIn(id);
    readers.set(id, freshFor);
    const fresh = freshFor(person.id).filter((activity) => !isGreeting(activity));
    const mri = mriOf(world.settings.botId, person.id);
    const meant = kind === 'personal' ? fresh : fresh.filter((each) => mentions(each, mri));
    return { unread: meant.length, news: fresh.length > meant.length };
  };
}

/** The bot's first words answer no message, but the event that it was added. */
function isGreeting({ replyToId }: Activity): boolean {
  return typeof replyToId === 'string' && isEventId(replyToId);
}

function mentions({ entities }: Activity, mri: string): boolean {
  const all = Array.isArray(entities) ? entities : [];
  return all.some((entity) => Mention.safeParse(entity).data?.mentioned.id === mri);
}
