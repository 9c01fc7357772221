import type { Conversation, Person } from '../api/shapes.ts';
import { INBOX } from './places.ts';

/**
 * Where somebody is shown to be: where he was going, if that is a place of his, else his first chat;
 * a guest who has not accepted has nothing but his mail. Null: his chats are not known yet.
 */
export function choosePlace(
  wanted: string | null,
  viewer: Person,
  conversations: readonly Conversation[] | undefined,
): string | null {
  if (wanted === INBOX || !viewer.personalConversationId) return INBOX;
  if (!conversations) return null;
  const known = conversations.find(({ id }) => id === wanted) ?? conversations[0];
  return known?.id ?? INBOX;
}
