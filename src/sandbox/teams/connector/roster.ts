import type { Reply } from '../../http.ts';
import type { User } from '../../tenant/types.ts';
import {
  type Conversation,
  findTeam,
  isMember,
  peopleIn,
  personNamed,
  teamChannel,
} from '../conversations.ts';
import { mriOf, splitThread } from '../ids.ts';
import { isBotIn } from '../installations.ts';
import type { Room } from '../room.ts';
import type { Call } from './connector-route.ts';
import { connectorRefusal } from './errors.ts';
import { placeOf } from './place.ts';

/** A person as the roster shows him. The list calls name his object id `objectId`, the others `aadObjectId`. */
function entry({ world }: Room, person: User) {
  return {
    id: mriOf(world.settings.botId, person.id),
    objectId: person.id,
    aadObjectId: person.id,
    name: person.displayName,
    givenName: person.givenName ?? undefined,
    surname: person.surname ?? undefined,
    email: person.mail ?? undefined,
    userPrincipalName: person.userPrincipalName,
    tenantId: world.settings.tenantId,
    userRole: person.userType === 'Guest' ? 'guest' : 'user',
  };
}

/** The conversation whose roster is asked for; a thread has its channel's. */
function conversationOf(room: Room, { path, limit }: Call): Conversation {
  const { conversation } = placeOf(room, splitThread(path[1] ?? '').base);
  limit('roster', conversation.id);
  return conversation;
}

/** `GET /v3/conversations/{id}/members`. */
export function members(room: Room, call: Call): Reply {
  const people = peopleIn(room.tenant, conversationOf(room, call));
  return { status: 200, body: people.map((each) => entry(room, each)) };
}

/** `GET /v3/conversations/{id}/members/{memberId}`: by MRI, object id or user principal name. */
export function member(room: Room, call: Call): Reply {
  const conversation = conversationOf(room, call);
  const person = personNamed(room.tenant, call.path[3] ?? '');
  if (!person || !isMember(room.tenant, conversation, person.id)) {
    throw connectorRefusal('MemberNotFoundInConversation');
  }
  return { status: 200, body: entry(room, person) };
}

const LEAST_PAGE = 50;
const MOST_PAGE = 500;
const USUAL_PAGE = 200;

function pageSize(asked: string | null): number {
  const size = Number(asked ?? USUAL_PAGE);
  return Number.isInteger(size) ? Math.min(MOST_PAGE, Math.max(LEAST_PAGE, size)) : USUAL_PAGE;
}

/** `GET /v3/conversations/{id}/pagedmembers`: 50 to 500 on a page. */
export function pagedMembers(room: Room, call: Call): Reply {
  const all = peopleIn(room.tenant, conversationOf(room, call));
  const token = call.query.get('continuationToken') ?? '';
  const start = Number(Buffer.from(token, 'base64url').toString('utf8') || 0);
  if (!Number.isInteger(start)) throw connectorRefusal('BadArgument', 'continuationToken');
  const end = start + pageSize(call.query.get('pageSize'));
  const next = end < all.length ? Buffer.from(String(end)).toString('base64url') : undefined;
  const page = all.slice(start, end).map((each) => entry(room, each));
  return { status: 200, body: { continuationToken: next, members: page } };
}

/** The team that the path names, where the bot is. Throws a refusal. */
function teamOf(room: Room, { path, limit }: Call) {
  const team = findTeam(room.tenant, path[1] ?? '');
  if (!team) throw connectorRefusal('ConversationNotFound');
  const channel = teamChannel(room.tenant, team);
  if (!isBotIn(room.tenant, channel)) throw connectorRefusal('BotNotInConversationRoster');
  limit('roster', channel.id);
  return { team, channel };
}

/** `GET /v3/teams/{teamId}`. */
export function teamDetails(room: Room, call: Call): Reply {
  const { team, channel } = teamOf(room, call);
  return {
    status: 200,
    body: {
      id: channel.id,
      name: room.tenant.groups.get(team.id)?.displayName,
      aadGroupId: team.id,
      type: 'standard',
      tenantId: room.world.settings.tenantId,
      channelCount: 1,
      memberCount: peopleIn(room.tenant, channel).length,
    },
  };
}

/** `GET /v3/teams/{teamId}/conversations`: the channel General, whose name Teams leaves out. */
export function teamConversations(room: Room, call: Call): Reply {
  const { channel } = teamOf(room, call);
  return { status: 200, body: { conversations: [{ id: channel.id, type: 'standard' }] } };
}
