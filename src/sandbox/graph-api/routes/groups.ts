import type { Reply } from '../../http.ts';
import { membersOf, ownersOf } from '../../tenant/membership.ts';
import type { Group } from '../../tenant/types.ts';
import { contextOf, type GraphCall, type Operation, param } from '../call.ts';
import { userObjectsReply, usersReply } from '../directory-objects.ts';
import { accessEntity } from '../entities/application.ts';
import { groupEntity } from '../entities/group.ts';
import { resourceNotFound } from '../graph-error.ts';
import { neededValues } from '../odata/candidates.ts';
import { countReply, type Listing, listReply, oneReply, readFilter } from '../odata/list.ts';
import { permitted } from '../permitted.ts';
import { groupAt } from '../references.ts';

function listing(call: GraphCall): Listing<Group> {
  const entity = groupEntity(call.tenant);
  const names = neededValues(readFilter(call, entity), ['displayName']);
  const rows = names
    ? [...new Set(names.flatMap((name) => call.tenant.groups.find('name', name.toLowerCase())))]
    : call.tenant.groups.values();
  return { entity, rows, context: 'groups' };
}

/** Only a Microsoft 365 group has a site. */
function rootSite(call: GraphCall): Reply {
  const group = groupAt(call, param(call, 'id'));
  if (!group.groupTypes.includes('Unified')) throw resourceNotFound(group.id);
  const host = 'woodgrove.sharepoint.com';
  const entity = {
    name: 'site',
    show: () => ({
      id: `${host},${group.id},${group.id}`,
      createdDateTime: group.createdDateTime,
      description: group.description,
      displayName: group.displayName,
      lastModifiedDateTime: group.createdDateTime,
      name: group.mailNickname,
      webUrl: `https://${host}/sites/${group.mailNickname}`,
      siteCollection: { hostname: host },
    }),
    defaults: null,
    directory: false,
    searchable: [],
  };
  return oneReply(call, entity, group, 'sites');
}

/** The group's own settings: a guest policy, where it has one. */
function groupSettings(call: GraphCall): Reply {
  const group = groupAt(call, param(call, 'id'));
  const setting = {
    id: group.id,
    displayName: 'Group.Unified.Guest',
    templateId: '08d542b9-071f-4e16-94b0-74abb372e3d9',
    values: [{ name: 'AllowToAddGuests', value: String(group.allowToAddGuests) }],
  };
  return {
    status: 200,
    body: {
      '@odata.context': contextOf(call, `groups('${group.id}')/settings`),
      value: group.allowToAddGuests === null ? [] : [setting],
    },
  };
}

function assignedApplications(call: GraphCall): Reply {
  const group = groupAt(call, param(call, 'id'));
  return listReply(call, {
    entity: accessEntity(call.tenant),
    rows: call.tenant.access.find('principal', group.id),
    context: `groups('${group.id}')/appRoleAssignments`,
  });
}

const get = (
  template: string,
  run: Operation['run'],
  permissions: readonly string[] = permitted.readGroups,
): Operation => ({ method: 'GET', template, permissions, run });

const members = (call: GraphCall) => membersOf(call.tenant, groupAt(call, param(call, 'id')).id);
const owners = (call: GraphCall) => ownersOf(call.tenant, groupAt(call, param(call, 'id')).id);

/** Groups: reading. */
export const groupOperations: readonly Operation[] = [
  get('/groups', (call) => listReply(call, listing(call))),
  get('/groups/$count', (call) => countReply(call, listing(call))),
  get('/groups/{id}', (call) =>
    oneReply(call, groupEntity(call.tenant), groupAt(call, param(call, 'id')), 'groups'),
  ),
  get(
    '/groups/{id}/members',
    (call) => userObjectsReply(call, members(call)),
    permitted.readGroupPeople,
  ),
  get(
    '/groups/{id}/members/graph.user',
    (call) => usersReply(call, members(call)),
    permitted.readGroupPeople,
  ),
  get(
    '/groups/{id}/transitiveMembers',
    (call) => userObjectsReply(call, members(call)),
    permitted.readGroupPeople,
  ),
  get(
    '/groups/{id}/transitiveMembers/graph.user',
    (call) => usersReply(call, members(call)),
    permitted.readGroupPeople,
  ),
  get(
    '/groups/{id}/owners',
    (call) => userObjectsReply(call, owners(call)),
    permitted.readGroupPeople,
  ),
  get(
    '/groups/{id}/owners/graph.user',
    (call) => usersReply(call, owners(call)),
    permitted.readGroupPeople,
  ),
  get('/groups/{id}/sites/root', rootSite, permitted.readSites),
  get('/groups/{id}/settings', groupSettings, permitted.readGroupSettings),
  get('/groups/{id}/appRoleAssignments', assignedApplications, permitted.readApplications),
];
