import type { Tenant } from './tenant.ts';
import type { User } from './types.ts';

/** Changes a user, inside a `store.write`; every change has its number, for delta. */
export function putUser(tenant: Tenant, user: User): User {
  const changed = { ...user, changed: tenant.nextChange() };
  tenant.users.put(user.id, changed);
  return changed;
}

/** Changes a user in a write of its own. */
export function changeUser(tenant: Tenant, user: User, change: Partial<User>): User {
  const changed = tenant.world.store.write(() => putUser(tenant, { ...user, ...change }));
  tenant.world.changes.tell('tenant');
  return changed;
}

/** Moves a user among the deleted items; memberships and ownerships end. */
export function deleteUser(tenant: Tenant, user: User): void {
  const { store, clock, changes } = tenant.world;
  store.write(() => {
    for (const { groupId } of tenant.memberships.find('user', user.id)) {
      tenant.memberships.delete(`${groupId}/${user.id}`);
    }
    tenant.users.delete(user.id);
    const deletedDateTime = clock.now().toISOString();
    tenant.deletedUsers.put(user.id, { ...user, deletedDateTime, changed: tenant.nextChange() });
  });
  changes.tell('tenant');
  changes.tell('people');
}

/** Users changed after `since` (a change number), deleted ones among them, in the order of their changes. */
export function changedUsers(tenant: Tenant, since: number): User[] {
  if (tenant.lastChange() <= since) return [];
  return [...tenant.users.values(), ...tenant.deletedUsers.values()]
    .filter((user) => user.changed > since)
    .toSorted((a, b) => a.changed - b.changed);
}

/** A user as a path names him: by id or user principal name. */
export function findUser(tenant: Tenant, name: string): User | undefined {
  const wanted = name.toLowerCase();
  return (
    tenant.users.get(wanted) ??
    tenant.users
      .find('address', wanted)
      .find((user) => user.userPrincipalName.toLowerCase() === wanted)
  );
}
