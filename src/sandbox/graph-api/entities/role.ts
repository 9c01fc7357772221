import { guidOf } from '../../tenant/guid.ts';
import type { directoryRoles } from '../../tenant/roles.ts';
import type { Tenant } from '../../tenant/tenant.ts';
import type { RoleHolding } from '../../tenant/types.ts';
import type { Entity } from '../odata/entity.ts';
import { showUserObject } from './user.ts';

/** A directory role. */
export type Role = (typeof directoryRoles)[keyof typeof directoryRoles];

/** The role object that lives in the tenant; its template is the same everywhere. */
export function roleObjectId(role: Role): string {
  return guidOf(`directoryRole/${role.id}`);
}

/** A directory role as `/directoryRoles` shows it. */
export function showRole(role: Role): Readonly<Record<string, unknown>> {
  return {
    id: roleObjectId(role),
    deletedDateTime: null,
    description: role.description,
    displayName: role.displayName,
    roleTemplateId: role.id,
  };
}

/** A directory role as `/roleManagement/directory/roleDefinitions` shows it. */
export function showDefinition(role: Role): Readonly<Record<string, unknown>> {
  return {
    id: role.id,
    description: role.description,
    displayName: role.displayName,
    isBuiltIn: true,
    isEnabled: true,
    resourceScopes: ['/'],
    templateId: role.id,
    version: '1',
  };
}

/** Role holdings, active or eligible, with who and what. */
export function holdingEntity(
  tenant: Tenant,
  name: 'unifiedRoleAssignment' | 'unifiedRoleEligibilityScheduleInstance',
  roles: readonly Role[],
): Entity<RoleHolding> {
  return {
    name,
    show: (holding) => ({
      id: holding.id,
      principalId: holding.userId,
      directoryScopeId: '/',
      roleDefinitionId: holding.roleId,
      ...(name === 'unifiedRoleEligibilityScheduleInstance'
        ? { appScopeId: null, startDateTime: null, endDateTime: null, memberType: 'Direct' }
        : {}),
    }),
    defaults: null,
    directory: false,
    searchable: [],
    expands: {
      principal: (holding) => {
        const user = tenant.users.get(holding.userId);
        return user ? showUserObject(user) : null;
      },
      roleDefinition: (holding) => {
        const role = roles.find((each) => each.id === holding.roleId);
        return role ? showDefinition(role) : null;
      },
    },
  };
}
