import { z } from 'zod';
import type { Reply } from '../../http.ts';
import { assignRole } from '../../tenant/access.ts';
import { ownersOf } from '../../tenant/membership.ts';
import { DEFAULT_ROLE } from '../../tenant/seed/new-resources.ts';
import type { Application } from '../../tenant/types.ts';
import { contextOf, type GraphCall, type Operation, param } from '../call.ts';
import { userObjectsReply, usersReply } from '../directory-objects.ts';
import { accessEntity, applicationEntity, showAccess } from '../entities/application.ts';
import { badRequest, directoryRefusal } from '../graph-error.ts';
import { neededValues } from '../odata/candidates.ts';
import { countReply, type Listing, listReply, oneReply, readFilter } from '../odata/list.ts';
import { permitted } from '../permitted.ts';
import { readBody } from '../read-body.ts';
import { applicationAt, groupAt, referencedUser, userAt } from '../references.ts';

const assignment = z.object({
  principalId: z.guid(),
  resourceId: z.guid(),
  appRoleId: z.guid(),
});

function listing(call: GraphCall): Listing<Application> {
  const entity = applicationEntity(call.tenant);
  const names = neededValues(readFilter(call, entity), ['displayName']);
  const rows = names
    ? [
        ...new Set(
          names.flatMap((name) => call.tenant.applications.find('name', name.toLowerCase())),
        ),
      ]
    : call.tenant.applications.values();
  return { entity, rows, context: 'servicePrincipals' };
}

function application(call: GraphCall): Application {
  return applicationAt(call, param(call, 'id'));
}

function listAssigned(call: GraphCall): Reply {
  const { id } = application(call);
  return listReply(call, {
    entity: accessEntity(call.tenant),
    rows: call.tenant.access.find('application', id),
    context: `servicePrincipals('${id}')/appRoleAssignedTo`,
  });
}

function assign(call: GraphCall): Reply {
  const target = application(call);
  const body = readBody(assignment, call.body);
  if (body.resourceId.toLowerCase() !== target.id) {
    throw badRequest('resourceId does not match the service principal in the address.');
  }
  const roles = [DEFAULT_ROLE, ...target.appRoles.map((role) => role.id)];
  if (!roles.includes(body.appRoleId.toLowerCase())) {
    throw directoryRefusal('Permission being assigned was not found on application.');
  }
  const principalId = call.tenant.groups.get(body.principalId.toLowerCase())
    ? groupAt(call, body.principalId).id
    : referencedUser(call, body.principalId).id;
  const access = assignRole(call.tenant, {
    applicationId: target.id,
    principalId,
    appRoleId: body.appRoleId.toLowerCase(),
  });
  if (!access) {
    throw directoryRefusal('Permission being assigned already exists on the object.');
  }
  const context = contextOf(call, `servicePrincipals('${target.id}')/appRoleAssignedTo/$entity`);
  return { status: 201, body: { '@odata.context': context, ...showAccess(call.tenant, access) } };
}

/** What one person was given directly. */
function listGiven(call: GraphCall): Reply {
  const user = userAt(call, param(call, 'id'));
  return listReply(call, {
    entity: accessEntity(call.tenant),
    rows: call.tenant.access.find('principal', user.id),
    context: `users('${user.id}')/appRoleAssignments`,
  });
}

const get = (template: string, run: Operation['run']): Operation => ({
  method: 'GET',
  template,
  permissions: permitted.readApplications,
  run,
});

const owners = (call: GraphCall) => ownersOf(call.tenant, application(call).id);

/** Applications, by their service principals. */
export const applicationOperations: readonly Operation[] = [
  get('/servicePrincipals', (call) => listReply(call, listing(call))),
  get('/servicePrincipals/$count', (call) => countReply(call, listing(call))),
  get('/servicePrincipals/{id}', (call) =>
    oneReply(call, applicationEntity(call.tenant), application(call), 'servicePrincipals'),
  ),
  get('/servicePrincipals/{id}/owners', (call) => userObjectsReply(call, owners(call))),
  get('/servicePrincipals/{id}/owners/graph.user', (call) => usersReply(call, owners(call))),
  get('/servicePrincipals/{id}/appRoleAssignedTo', listAssigned),
  {
    method: 'GET',
    template: '/users/{id}/appRoleAssignments',
    permissions: permitted.readAssignments,
    run: listGiven,
  },
  {
    method: 'POST',
    template: '/servicePrincipals/{id}/appRoleAssignedTo',
    permissions: permitted.assignAppRoles,
    run: assign,
  },
];
