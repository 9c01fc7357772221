import { type Reply, refusal } from '../../http.ts';
import { ownServiceUrl } from '../../login/index.ts';
import { mainTeamId } from '../../tenant/seed/woodgrove.ts';
import type { Tenant } from '../../tenant/tenant.ts';
import type { User } from '../../tenant/types.ts';
import { BOT_NAME } from '../activity.ts';
import {
  type Conversation,
  groupChat,
  isMember,
  peopleIn,
  personalChat,
  teamChannel,
} from '../conversations.ts';
import { botAccount } from '../envelope.ts';
import { mriOf } from '../ids.ts';
import { ownApp } from '../installations.ts';
import type { Room } from '../room.ts';
import { newsReader } from './news.ts';
import { canChat, keyOf, personAs, playedPeople } from './speaker.ts';

/** A channel's own name; every team here has the one that each team is born with. */
const GENERAL = 'General';

/** The conversations of several people: the channels of teams that have the bot, the group chat. */
function sharedConversations(tenant: Tenant): Conversation[] {
  const appId = ownApp(tenant)?.id;
  const teams = tenant.installations
    .values()
    .filter((each) => each.scope === 'team' && each.appId === appId)
    .flatMap(({ scopeId }) => tenant.teams.get(scopeId) ?? []);
  return [...teams.map((team) => teamChannel(tenant, team)), groupChat(tenant)];
}

/** Where a person can talk: his 1:1 chat, and those of the shared conversations that he is in. */
function conversationsOf(tenant: Tenant, person: User, shared: Conversation[]): Conversation[] {
  return [
    ...(canChat(person) ? [personalChat(tenant, person)] : []),
    ...shared.filter((each) => isMember(tenant, each, person.id)),
  ];
}

function nameOf(tenant: Tenant, conversation: Conversation): string {
  if (conversation.kind === 'personal') return BOT_NAME;
  if (conversation.kind === 'channel') return `${conversation.name} › ${GENERAL}`;
  const names = peopleIn(tenant, conversation).map((user) => user.givenName ?? user.displayName);
  return names.join(', ');
}

function personRow(room: Room, person: User, unread: number) {
  const { tenant, world } = room;
  return {
    key: keyOf(person),
    name: person.displayName,
    mail: person.mail ?? person.invitedAs ?? person.userPrincipalName,
    jobTitle: person.jobTitle,
    aadObjectId: person.id,
    mri: mriOf(world.settings.botId, person.id),
    personalConversationId: canChat(person) ? personalChat(tenant, person).id : null,
    userType: person.userType,
    unread,
  };
}

function peopleRows(room: Room) {
  const shared = sharedConversations(room.tenant);
  const newsOf = newsReader(room);
  return playedPeople(room.tenant).map((person) => {
    const places = conversationsOf(room.tenant, person, shared);
    return personRow(
      room,
      person,
      places.reduce((sum, each) => sum + newsOf(person, each).unread, 0),
    );
  });
}

/** `GET /_sandbox/people`. */
export function people(room: Room): Reply {
  const { tenant, world } = room;
  const { settings } = world;
  return {
    status: 200,
    body: {
      people: peopleRows(room),
      teamId: mainTeamId,
      channelId: tenant.teams.get(mainTeamId)?.generalChannelId ?? null,
      groupChatId: groupChat(tenant).id,
      bot: botAccount(world),
      tenantId: settings.tenantId,
      serviceUrl: ownServiceUrl(world),
      graphBaseUrl: `${settings.origin}/v1.0`,
    },
  };
}

/** `GET /_sandbox/conversations?as=KEY`. */
export function conversations(room: Room, as: string | null): Reply {
  if (!as) throw refusal(400, 'missing', 'as');
  const person = personAs(room.tenant, as);
  const shared = sharedConversations(room.tenant);
  const newsOf = newsReader(room);
  const body = conversationsOf(room.tenant, person, shared).map((each) => ({
    id: each.id,
    kind: each.kind,
    name: nameOf(room.tenant, each),
    ...newsOf(person, each),
  }));
  return { status: 200, body };
}

/** `GET /_sandbox/messages?conversation=ID`. */
export function messages(room: Room, conversationId: string | null): Reply {
  if (!conversationId) throw refusal(400, 'missing', 'conversation');
  return { status: 200, body: room.log.entries(conversationId) };
}
