import { z } from 'zod';
import type { Reply } from '../../http.ts';
import { isMember } from '../../tenant/membership.ts';
import { directoryRoles } from '../../tenant/roles.ts';
import type { Tenant } from '../../tenant/tenant.ts';
import type { User } from '../../tenant/types.ts';
import { contextOf, type GraphCall, type Operation, param } from '../call.ts';
import { type DirectoryObject, objectEntity } from '../directory-objects.ts';
import { showApplication } from '../entities/application.ts';
import { groupEntity, showGroupObject } from '../entities/group.ts';
import { showRole } from '../entities/role.ts';
import { listReply } from '../odata/list.ts';
import { permitted } from '../permitted.ts';
import { readBody } from '../read-body.ts';
import { userAt } from '../references.ts';

/** `checkMemberGroups` takes at most so many. */
const MOST_CHECKED = 20;

function groupsOf(tenant: Tenant, user: User) {
  return tenant.memberships
    .find('user', user.id)
    .map((each) => tenant.groups.get(each.groupId))
    .filter((group) => group !== undefined);
}

function rolesOf(tenant: Tenant, user: User): DirectoryObject[] {
  const held = tenant.roles.find('user', user.id).filter((each) => each.state === 'active');
  return Object.values(directoryRoles)
    .filter((role) => held.some((each) => each.roleId === role.id))
    .map((role) => ({ '@odata.type': '#microsoft.graph.directoryRole', ...showRole(role) }));
}

function ownedGroups(tenant: Tenant, user: User) {
  return tenant.ownerships
    .find('user', user.id)
    .map((each) => tenant.groups.get(each.resourceId))
    .filter((group) => group !== undefined);
}

function ownedApplications(tenant: Tenant, user: User): DirectoryObject[] {
  return tenant.ownerships
    .find('user', user.id)
    .map((each) => tenant.applications.get(each.resourceId))
    .filter((application) => application !== undefined)
    .map((application) => ({
      '@odata.type': '#microsoft.graph.servicePrincipal',
      ...showApplication(tenant, application),
    }));
}

function memberOf(call: GraphCall): Reply {
  const user = userAt(call, param(call, 'id'));
  const { tenant } = call;
  const groups = groupsOf(tenant, user).map((group) => showGroupObject(tenant, group));
  return listReply(call, {
    entity: objectEntity(['displayName']),
    rows: [...rolesOf(tenant, user), ...groups],
    context: 'directoryObjects',
  });
}

function memberOfGroups(call: GraphCall): Reply {
  const user = userAt(call, param(call, 'id'));
  return listReply(call, {
    entity: groupEntity(call.tenant),
    rows: groupsOf(call.tenant, user),
    context: 'groups',
  });
}

function ownedObjects(call: GraphCall): Reply {
  const user = userAt(call, param(call, 'id'));
  const { tenant } = call;
  const groups = ownedGroups(tenant, user).map((group) => showGroupObject(tenant, group));
  return listReply(call, {
    entity: objectEntity(['displayName']),
    rows: [...groups, ...ownedApplications(tenant, user)],
    context: 'directoryObjects',
  });
}

function ownedGroupsOnly(call: GraphCall): Reply {
  const user = userAt(call, param(call, 'id'));
  return listReply(call, {
    entity: groupEntity(call.tenant),
    rows: ownedGroups(call.tenant, user),
    context: 'groups',
  });
}

const asked = z.strictObject({ groupIds: z.array(z.guid()).min(1).max(MOST_CHECKED) });

/** Which of the groups named he is in. */
function checkMemberGroups(call: GraphCall): Reply {
  const user = userAt(call, param(call, 'id'));
  const { groupIds } = readBody(asked, call.body);
  const value = groupIds.filter((id) => isMember(call.tenant, id.toLowerCase(), user.id));
  return {
    status: 200,
    body: { '@odata.context': contextOf(call, 'Collection(Edm.String)'), value },
  };
}

const get = (template: string, run: Operation['run']): Operation => ({
  method: 'GET',
  template,
  permissions: permitted.readMemberships,
  run,
});

/** What a user is in and what he owns. Groups hold no groups here, so transitive is the same. */
export const userObjectOperations: readonly Operation[] = [
  get('/users/{id}/memberOf', memberOf),
  get('/users/{id}/memberOf/graph.group', memberOfGroups),
  get('/users/{id}/transitiveMemberOf', memberOf),
  get('/users/{id}/transitiveMemberOf/graph.group', memberOfGroups),
  {
    method: 'POST',
    template: '/users/{id}/checkMemberGroups',
    permissions: permitted.readMemberships,
    run: checkMemberGroups,
  },
  get('/users/{id}/ownedObjects', ownedObjects),
  get('/users/{id}/ownedObjects/graph.group', ownedGroupsOnly),
];
