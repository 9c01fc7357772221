import { rosterOf } from '../tenant/membership.ts';
import type { Installation } from '../tenant/types.ts';
import {
  type Conversation,
  groupChat,
  isOnRoster,
  personalChat,
  teamChannel,
} from './conversations.ts';
import { installedEvents, removedEvents, rosterEvent } from './events.ts';
import { isInstalled, ownApp } from './installations.ts';
import type { Room } from './room.ts';

type Deps = Pick<Room, 'world' | 'tenant' | 'outgoing'>;
type Channel = Conversation & { kind: 'channel' };

const announcedOf = ({ world }: Deps) => world.store.table<true>('teams/announced');
const shownOf = ({ world }: Deps, teamId: string) =>
  world.store.table<true>(`teams/roster ${teamId}`);

function announceConversation(deps: Deps, conversation: Conversation): void {
  const announced = announcedOf(deps);
  if (announced.get(conversation.id)) return;
  deps.world.store.write(() => {
    announced.put(conversation.id, true);
    if (conversation.kind === 'channel') {
      const shown = shownOf(deps, conversation.team.id);
      for (const { id } of rosterOf(deps.tenant, conversation.team.id)) shown.put(id, true);
    }
    deps.outgoing.keep(installedEvents(deps, conversation));
  });
  void deps.outgoing.flush(conversation.id);
}

/** Where an installation puts the bot; null for other apps. */
function conversationOf({ tenant }: Deps, installation: Installation): Conversation | null {
  if (installation.appId !== ownApp(tenant)?.id) return null;
  const person = tenant.users.get(installation.scopeId);
  if (person) return personalChat(tenant, person);
  const team = tenant.teams.get(installation.scopeId);
  return team ? teamChannel(tenant, team) : null;
}

/** Tells the bot that it was added somewhere, once. */
export function announceInstalled(deps: Deps, installation: Installation): void {
  const conversation = conversationOf(deps, installation);
  if (conversation) announceConversation(deps, conversation);
}

/** Tells the bot that it was removed. */
export function announceRemoved(deps: Deps, installation: Installation): void {
  const conversation = conversationOf(deps, installation);
  if (!conversation || !announcedOf(deps).get(conversation.id)) return;
  deps.world.store.write(() => {
    announcedOf(deps).delete(conversation.id);
    deps.outgoing.keep(removedEvents(deps, conversation));
  });
  void deps.outgoing.flush(conversation.id);
}

/** Tells the bot of every place it was added to and has not been told of. */
export function announceAll(deps: Deps): void {
  announceConversation(deps, groupChat(deps.tenant));
  for (const each of deps.tenant.installations.values()) announceInstalled(deps, each);
}

function announceRoster(deps: Deps, channel: Channel, added: string[], removed: string[]): void {
  if (added.length + removed.length === 0) return;
  const shown = shownOf(deps, channel.team.id);
  deps.world.store.write(() => {
    for (const id of added) shown.put(id, true);
    for (const id of removed) shown.delete(id);
    deps.outgoing.keep(rosterEvent(deps, channel, 'added', added));
    deps.outgoing.keep(rosterEvent(deps, channel, 'removed', removed));
  });
  void deps.outgoing.flush(channel.id);
  deps.world.changes.tell('people');
}

/** The team's channel, where the bot is in it and has been told so. */
function watchedChannel(deps: Deps, teamId: string): Channel | null {
  const team = deps.tenant.teams.get(teamId);
  if (!team || !isInstalled(deps.tenant, teamId)) return null;
  const channel = teamChannel(deps.tenant, team);
  return channel.kind === 'channel' && announcedOf(deps).get(channel.id) ? channel : null;
}

/** Tells the bot of a new member, when Teams shows him already. */
export function announceMember(deps: Deps, teamId: string, personId: string): void {
  const channel = watchedChannel(deps, teamId);
  if (!channel || shownOf(deps, teamId).get(personId)) return;
  if (isOnRoster(deps.tenant, teamId, personId)) announceRoster(deps, channel, [personId], []);
}

/** Compares the rosters with what the bot has been told, and tells it who has come and gone. */
export function announceRosters(deps: Deps): void {
  for (const installation of deps.tenant.installations.values()) {
    if (installation.scope !== 'team') continue;
    const channel = watchedChannel(deps, installation.scopeId);
    if (!channel) continue;
    const shown = shownOf(deps, channel.team.id);
    const there = new Set(rosterOf(deps.tenant, channel.team.id).map(({ id }) => id));
    const added = [...there].filter((id) => !shown.get(id));
    const removed = shown.entries().flatMap(([id]) => (there.has(id) ? [] : [id]));
    announceRoster(deps, channel, added, removed);
  }
}
