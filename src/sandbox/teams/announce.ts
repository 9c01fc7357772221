import { rosterOf } from '../tenant/membership.ts';
import type { Installation } from '../tenant/types.ts';
import {
  type Conversation,
  groupChat,
  isOnRoster,
  personalChat,
  teamChannel,
} from './conversations.ts';
import { installedEvents, rosterEvent } from './events.ts';
import { isInstalled, ownApp } from './installations.ts';
import type { Room } from './room.ts';

/** Tells the bot of installations and of people who come and go, each once. */
export interface Announcements {
  close(): void;
}

/** How often Teams looks for people whom the directory shows it late, in milliseconds. */
const LOOK_MS = 15_000;

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
  deps.world.changes.tell('people');
}

function announceInstallation(deps: Deps, installation: Installation): void {
  const { tenant } = deps;
  if (installation.appId !== ownApp(tenant)?.id) return;
  const person = tenant.users.get(installation.scopeId);
  const team = tenant.teams.get(installation.scopeId);
  if (person) announceConversation(deps, personalChat(tenant, person));
  else if (team) announceConversation(deps, teamChannel(tenant, team));
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

function lookAtMember(deps: Deps, teamId: string, personId: string): void {
  const channel = watchedChannel(deps, teamId);
  if (!channel || shownOf(deps, teamId).get(personId)) return;
  if (isOnRoster(deps.tenant, teamId, personId)) announceRoster(deps, channel, [personId], []);
}

function lookAtRosters(deps: Deps): void {
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

function announceAll(deps: Deps): void {
  announceConversation(deps, groupChat(deps.tenant));
  for (const each of deps.tenant.installations.values()) announceInstallation(deps, each);
  lookAtRosters(deps);
}

/** Begins to tell the bot what happens in the tenant, and what it has not been told of yet. */
export function openAnnouncements(deps: Deps): Announcements {
  const { events } = deps.tenant;
  const { changes } = deps.world;
  const onInstalled = (installation: Installation) => announceInstallation(deps, installation);
  const onMember = (groupId: string, userId: string) => lookAtMember(deps, groupId, userId);
  const onChange = (topic: string) => {
    if (topic === 'clock') lookAtRosters(deps);
  };
  const onReset = () => {
    deps.outgoing.reload();
    announceAll(deps);
  };
  events.on('installed', onInstalled).on('memberAdded', onMember).on('reset', onReset);
  changes.on('changed', onChange);
  const look = setInterval(() => lookAtRosters(deps), LOOK_MS);
  look.unref();
  announceAll(deps);
  return {
    close() {
      clearInterval(look);
      changes.off('changed', onChange);
      events.off('installed', onInstalled).off('memberAdded', onMember).off('reset', onReset);
    },
  };
}
