import { findPlace, type Place } from '../conversations.ts';
import { isBotIn } from '../installations.ts';
import type { Room } from '../room.ts';
import { connectorRefusal } from './errors.ts';

/** The place a conversation id names, where the bot may act. Throws a refusal. */
export function placeOf({ tenant, log }: Room, conversationId: string): Place {
  const place = findPlace(tenant, conversationId);
  if (!place) throw connectorRefusal('ConversationNotFound');
  if (!isBotIn(tenant, place.conversation)) throw connectorRefusal('BotNotInConversationRoster');
  if (place.root && log.find(place.root)?.conversationId !== place.conversation.id) {
    throw connectorRefusal('ActivityNotFoundInConversation');
  }
  return place;
}
