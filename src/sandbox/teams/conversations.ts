import { rosterOf, shownFrom } from '../tenant/membership.ts';
import type { Tenant } from '../tenant/tenant.ts';
import type { Team, User } from '../tenant/types.ts';
import { groupChatIdOf, personalChatId, personOfChat, personOfMri, splitThread } from './ids.ts';

/** Who sits in WoodGrove's one group chat. */
const GROUP_CHAT_KEYS = ['john', 'megan', 'adele', 'ada'];

/** A place where people and the bot can talk. Follows from the tenant; only its messages are kept. */
export type Conversation =
  | { readonly kind: 'personal'; readonly id: string; readonly person: User }
  | { readonly kind: 'channel'; readonly id: string; readonly team: Team; readonly name: string }
  | { readonly kind: 'groupChat'; readonly id: string };

/** A conversation, and in a channel the thread. */
export interface Place {
  readonly conversation: Conversation;
  /** The message the thread hangs on; null: none yet, or no channel. */
  readonly root: string | null;
}

const channels = new WeakMap<Tenant, Map<string, string>>();

/** The team of a channel. The index is built anew when it misses, as after a reset. */
function teamOfChannel(tenant: Tenant, channelId: string): Team | undefined {
  const known = tenant.teams.get(channels.get(tenant)?.get(channelId) ?? '');
  if (known?.generalChannelId === channelId) return known;
  const index = new Map(tenant.teams.values().map((team) => [team.generalChannelId, team.id]));
  channels.set(tenant, index);
  return tenant.teams.get(index.get(channelId) ?? '');
}

/** The 1:1 chat of a person with the bot. */
export function personalChat(tenant: Tenant, person: User): Conversation {
  const id = personalChatId(tenant.world.settings.botId, person.id);
  return { kind: 'personal', id, person };
}

/** A team's channel General. */
export function teamChannel(tenant: Tenant, team: Team): Conversation {
  const name = tenant.groups.get(team.id)?.displayName ?? team.id;
  return { kind: 'channel', id: team.generalChannelId, team, name };
}

/** The group chat. */
export function groupChat(tenant: Tenant): Conversation {
  return { kind: 'groupChat', id: groupChatIdOf(tenant.world.settings.tenantId) };
}

/** The team that Teams' id (its channel General) or its group's id names. */
export function findTeam(tenant: Tenant, id: string): Team | null {
  return tenant.teams.get(id) ?? teamOfChannel(tenant, splitThread(id).base) ?? null;
}

/** The place an id names, whether the bot may speak there or not; null: there is none. */
export function findPlace(tenant: Tenant, conversationId: string): Place | null {
  const { base, root } = splitThread(conversationId);
  const { botId, tenantId } = tenant.world.settings;
  const person = tenant.users.get(personOfChat(botId, base) ?? '');
  if (person) return { conversation: personalChat(tenant, person), root: null };
  if (base === groupChatIdOf(tenantId)) return { conversation: groupChat(tenant), root: null };
  const team = findTeam(tenant, base);
  return team ? { conversation: teamChannel(tenant, team), root } : null;
}

/** Who is in a conversation; the bot is not among them. */
export function peopleIn(tenant: Tenant, conversation: Conversation): User[] {
  if (conversation.kind === 'personal') return [conversation.person];
  if (conversation.kind === 'channel') return rosterOf(tenant, conversation.team.id);
  return GROUP_CHAT_KEYS.flatMap((key) => tenant.users.find('key', key));
}

/** Whether somebody is in a conversation. */
export function isMember(tenant: Tenant, conversation: Conversation, personId: string): boolean {
  if (conversation.kind === 'channel') return isOnRoster(tenant, conversation.team.id, personId);
  return peopleIn(tenant, conversation).some(({ id }) => id === personId);
}

/** Whether Teams shows a person in a team. */
export function isOnRoster(tenant: Tenant, teamId: string, personId: string): boolean {
  const membership = tenant.memberships.get(`${teamId}/${personId}`);
  if (!membership || !tenant.users.get(personId)) return false;
  return shownFrom(tenant, membership) <= tenant.world.clock.now().getTime();
}

/** The person that an MRI, an object id or a user principal name means. */
export function personNamed(tenant: Tenant, id: string): User | null {
  const objectId = personOfMri(tenant.world.settings.botId, id) ?? id.replace(/^8:orgid:/, '');
  const known = tenant.users.get(objectId.toLowerCase());
  if (known) return known;
  const wanted = id.toLowerCase();
  const named = tenant.users.find('address', wanted);
  return named.find((user) => user.userPrincipalName.toLowerCase() === wanted) ?? null;
}
