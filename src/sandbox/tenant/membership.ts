import type { Tenant } from './tenant.ts';
import type { Group, Membership, User } from './types.ts';

/** Whether a group is a team. */
export function isTeam(tenant: Tenant, groupId: string): boolean {
  return tenant.teams.get(groupId) !== undefined;
}

/** The owners of a group or application. */
export function ownersOf(tenant: Tenant, resourceId: string): User[] {
  return tenant.ownerships
    .find('resource', resourceId)
    .map((each) => tenant.users.get(each.userId))
    .filter((user) => user !== undefined);
}

/** The members of a group. */
export function membersOf(tenant: Tenant, groupId: string): User[] {
  return tenant.memberships
    .find('group', groupId)
    .map((each) => tenant.users.get(each.userId))
    .filter((user) => user !== undefined);
}

/** Whether somebody is in a group. */
export function isMember(tenant: Tenant, groupId: string, userId: string): boolean {
  return tenant.memberships.get(`${groupId}/${userId}`) !== undefined;
}

/** Why a group takes no member, or no guest, by its nature. */
export type GroupRefusal =
  | 'dynamic'
  | 'onPremises'
  | 'mailEnabledSecurity'
  | 'roleAssignable'
  | 'guestsForbidden';

/** What stands in the way of adding this person; null: nothing. */
export function groupRefusal(tenant: Tenant, group: Group, user: User): GroupRefusal | null {
  if (group.groupTypes.includes('DynamicMembership')) return 'dynamic';
  if (group.onPremisesSyncEnabled) return 'onPremises';
  const unified = group.groupTypes.includes('Unified');
  if (group.mailEnabled && !unified) return 'mailEnabledSecurity';
  if (group.isAssignableToRole) return 'roleAssignable';
  const refusesGuests =
    group.allowToAddGuests === false || (unified && !tenant.switches.read().allowToAddGuests);
  return user.userType === 'Guest' && refusesGuests ? 'guestsForbidden' : null;
}

/** Adds people to a group, all in one write. Says nothing of those who are members already. */
export function addMembers(
  tenant: Tenant,
  groupId: string,
  userIds: readonly string[],
  from: Membership['from'],
): void {
  const { store, clock, changes } = tenant.world;
  const at = clock.now().toISOString();
  const added = userIds.filter((userId) => !isMember(tenant, groupId, userId));
  if (added.length === 0) return;
  store.write(() => {
    for (const userId of added) {
      tenant.memberships.put(`${groupId}/${userId}`, { groupId, userId, from, at });
    }
  });
  for (const userId of added) tenant.events.emit('memberAdded', groupId, userId);
  changes.tell('tenant');
}

/** Adds a person on Teams' own side, where he is shown at once; one who is there keeps his place. */
export function addToTeam(tenant: Tenant, teamId: string, userId: string, owner: boolean): void {
  const { store, clock, changes } = tenant.world;
  const before = tenant.memberships.get(`${teamId}/${userId}`);
  const at = clock.now().toISOString();
  store.write(() => {
    const membership: Membership = { groupId: teamId, userId, from: 'team', at };
    if (before?.from !== 'team') tenant.memberships.put(`${teamId}/${userId}`, membership);
    if (owner) tenant.ownerships.put(`${teamId}/${userId}`, { resourceId: teamId, userId });
  });
  if (!before) tenant.events.emit('memberAdded', teamId, userId);
  changes.tell('tenant');
}

/** Takes somebody out of a group, and out of its owners. */
export function removeMember(tenant: Tenant, groupId: string, userId: string): void {
  tenant.world.store.write(() => {
    tenant.memberships.delete(`${groupId}/${userId}`);
    tenant.ownerships.delete(`${groupId}/${userId}`);
  });
  tenant.world.changes.tell('tenant');
}

/** When Teams shows a member: at once, or late for a guest who was added to the team's group. */
export function shownFrom(tenant: Tenant, membership: Membership): number {
  const added = Date.parse(membership.at);
  const guest = tenant.users.get(membership.userId)?.userType === 'Guest';
  if (membership.from === 'team' || !guest) return added;
  return added + tenant.switches.read().rosterDelayMinutes * 60_000;
}

/** Who Teams shows in a team: its group's members as far as they have arrived there. */
export function rosterOf(tenant: Tenant, teamId: string): User[] {
  const now = tenant.world.clock.now().getTime();
  return tenant.memberships
    .find('group', teamId)
    .filter((each) => each.from === 'team' || shownFrom(tenant, each) <= now)
    .map((each) => tenant.users.get(each.userId))
    .filter((user) => user !== undefined);
}
