import type { Reply } from '../../http.ts';
import type { Posted } from '../message-log.ts';
import type { Room } from '../room.ts';
import { asPosted, postBotActivity, readBotActivity } from './bot-message.ts';
import type { Call } from './connector-route.ts';
import { connectorRefusal } from './errors.ts';
import { placeOf } from './place.ts';

/** `POST /v3/conversations/{id}/activities` and `…/activities/{activityId}`: a thread is named by the conversation's id alone. */
export function sendActivity(room: Room, { path, body, limit }: Call): Reply {
  const place = placeOf(room, path[1] ?? '');
  limit('send', place.conversation.id);
  const sent = readBotActivity(body);
  return { status: 201, body: { id: postBotActivity(room, place, sent) } };
}

/** A message of the bot in the conversation that the path names. Throws a refusal. */
function ownMessage(room: Room, { path, limit }: Call): Posted {
  const { conversation } = placeOf(room, path[1] ?? '');
  limit('send', conversation.id);
  const posted = room.log.find(path[3] ?? '');
  if (posted?.conversationId !== conversation.id) {
    throw connectorRefusal('ActivityNotFoundInConversation');
  }
  if (posted.personId !== null) throw connectorRefusal('NotEnoughPermissions');
  return posted;
}

/** `PUT /v3/conversations/{id}/activities/{activityId}`. */
export function updateActivity(room: Room, call: Call): Reply {
  const posted = ownMessage(room, call);
  const sent = readBotActivity(call.body);
  if (sent.type !== 'message') throw connectorRefusal('BadSyntax', sent.type);
  const { id } = posted.activity;
  const place = placeOf(room, posted.activity.conversation?.id ?? posted.conversationId);
  room.log.update(id, asPosted(room, place, sent, id));
  return { status: 200, body: { id } };
}

/** `DELETE /v3/conversations/{id}/activities/{activityId}`. */
export function deleteActivity(room: Room, call: Call): Reply {
  room.log.remove(ownMessage(room, call).activity.id);
  return { status: 200 };
}
