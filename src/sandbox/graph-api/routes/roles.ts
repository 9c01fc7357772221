import type { Reply } from '../../http.ts';
import { directoryRoles } from '../../tenant/roles.ts';
import type { RoleHolding } from '../../tenant/types.ts';
import { type GraphCall, type Operation, param } from '../call.ts';
import { userObjectsReply } from '../directory-objects.ts';
import {
  holdingEntity,
  type Role,
  roleObjectId,
  showDefinition,
  showRole,
} from '../entities/role.ts';
import { resourceNotFound } from '../graph-error.ts';
import type { Entity } from '../odata/entity.ts';
import { listReply, oneReply } from '../odata/list.ts';
import { permitted } from '../permitted.ts';

const roles: readonly Role[] = Object.values(directoryRoles);

const roleEntity: Entity<Role> = {
  name: 'directoryRole',
  show: showRole,
  defaults: null,
  directory: true,
  searchable: [],
};

const definitionEntity: Entity<Role> = {
  name: 'unifiedRoleDefinition',
  show: showDefinition,
  defaults: null,
  directory: false,
  searchable: [],
};

/** A role by its object id, or as `roleTemplateId='…'`. */
function roleAt(name: string): Role {
  const template = /^roleTemplateId=(.+)$/i.exec(name)?.[1];
  const role = roles.find((each) => each.id === template || roleObjectId(each) === name);
  if (!role) throw resourceNotFound(name);
  return role;
}

function definition(call: GraphCall): Reply {
  const id = param(call, 'id');
  const role = roles.find((each) => each.id === id.toLowerCase());
  if (!role) throw resourceNotFound(id);
  return oneReply(call, definitionEntity, role, 'roleManagement/directory/roleDefinitions');
}

function holdings(
  call: GraphCall,
  state: RoleHolding['state'],
  name: Parameters<typeof holdingEntity>[1],
  context: string,
): Reply {
  const rows = call.tenant.roles.values().filter((each) => each.state === state);
  const entity = holdingEntity(call.tenant, name, roles);
  return listReply(call, { entity, rows, context: `roleManagement/directory/${context}` });
}

function roleMembers(call: GraphCall): Reply {
  const role = roleAt(param(call, 'id'));
  const users = call.tenant.roles
    .values()
    .filter((each) => each.roleId === role.id && each.state === 'active')
    .map((each) => call.tenant.users.get(each.userId))
    .filter((user) => user !== undefined);
  return userObjectsReply(call, users);
}

const get = (template: string, run: Operation['run']): Operation => ({
  method: 'GET',
  template,
  permissions: permitted.readRoles,
  run,
});

/** Directory roles: who holds one, and who only could. */
export const roleOperations: readonly Operation[] = [
  get('/directoryRoles', (call) =>
    listReply(call, { entity: roleEntity, rows: roles, context: 'directoryRoles' }),
  ),
  get('/directoryRoles/{id}', (call) =>
    oneReply(call, roleEntity, roleAt(param(call, 'id')), 'directoryRoles'),
  ),
  get('/directoryRoles/{id}/members', roleMembers),
  get('/roleManagement/directory/roleDefinitions', (call) => {
    const context = 'roleManagement/directory/roleDefinitions';
    return listReply(call, { entity: definitionEntity, rows: roles, context });
  }),
  get('/roleManagement/directory/roleDefinitions/{id}', definition),
  get('/roleManagement/directory/roleAssignments', (call) =>
    holdings(call, 'active', 'unifiedRoleAssignment', 'roleAssignments'),
  ),
  get('/roleManagement/directory/roleEligibilityScheduleInstances', (call) =>
    holdings(
      call,
      'eligible',
      'unifiedRoleEligibilityScheduleInstance',
      'roleEligibilityScheduleInstances',
    ),
  ),
];
