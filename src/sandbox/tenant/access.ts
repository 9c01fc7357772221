import { randomUUID } from 'node:crypto';
import type { Tenant } from './tenant.ts';
import type { AppAccess, User } from './types.ts';

/** What a person or group with access is called. */
export function principalName(tenant: Tenant, access: AppAccess): string | null {
  return principal(tenant, access.principalId)?.displayName ?? null;
}

function principal(tenant: Tenant, id: string) {
  return tenant.users.get(id) ?? tenant.groups.get(id);
}

/** Everybody who may use an application: directly, or as a member of an assigned group. */
export function usersOf(tenant: Tenant, applicationId: string): User[] {
  const ids = new Set<string>();
  for (const access of tenant.access.find('application', applicationId)) {
    if (access.principalType === 'User') ids.add(access.principalId);
    else
      for (const each of tenant.memberships.find('group', access.principalId)) ids.add(each.userId);
  }
  return [...ids].map((id) => tenant.users.get(id)).filter((user) => user !== undefined);
}

/** Gives a role of an application to a person or group; null where that has been so already. */
export function assignRole(
  tenant: Tenant,
  wish: Pick<AppAccess, 'applicationId' | 'principalId' | 'appRoleId'>,
): AppAccess | null {
  const has = tenant.access
    .find('application', wish.applicationId)
    .some((each) => each.principalId === wish.principalId && each.appRoleId === wish.appRoleId);
  if (has) return null;
  const access: AppAccess = {
    ...wish,
    id: randomUUID(),
    principalType: tenant.users.get(wish.principalId) ? 'User' : 'Group',
    createdDateTime: tenant.world.clock.now().toISOString(),
  };
  tenant.world.store.write(() => tenant.access.put(access.id, access));
  tenant.world.changes.tell('tenant');
  return access;
}
