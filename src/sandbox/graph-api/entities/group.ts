import { isTeam, ownersOf } from '../../tenant/membership.ts';
import type { Tenant } from '../../tenant/tenant.ts';
import type { Group } from '../../tenant/types.ts';
import type { Entity } from '../odata/entity.ts';
import { showUserObject } from './user.ts';

/** Everything of a group, in Graph's words. */
function showGroup(tenant: Tenant, group: Group): Readonly<Record<string, unknown>> {
  return {
    id: group.id,
    deletedDateTime: null,
    classification: null,
    createdDateTime: group.createdDateTime,
    description: group.description,
    displayName: group.displayName,
    expirationDateTime: null,
    groupTypes: group.groupTypes,
    isAssignableToRole: group.isAssignableToRole,
    mail: group.mail,
    mailEnabled: group.mailEnabled,
    mailNickname: group.mailNickname,
    membershipRule: group.membershipRule,
    membershipRuleProcessingState: group.membershipRule ? 'On' : null,
    onPremisesLastSyncDateTime: group.onPremisesSyncEnabled ? group.createdDateTime : null,
    onPremisesSyncEnabled: group.onPremisesSyncEnabled,
    preferredDataLocation: null,
    preferredLanguage: null,
    proxyAddresses: group.proxyAddresses,
    renewedDateTime: group.createdDateTime,
    resourceBehaviorOptions: [],
    resourceProvisioningOptions: isTeam(tenant, group.id) ? ['Team'] : [],
    securityEnabled: group.securityEnabled,
    theme: null,
    visibility: group.visibility,
    assignedLabels: group.assignedLabels,
    assignedLicenses: [],
  };
}

/** A group among other directory objects. */
export function showGroupObject(tenant: Tenant, group: Group): Readonly<Record<string, unknown>> {
  return { '@odata.type': '#microsoft.graph.group', ...showGroup(tenant, group) };
}

/** What comes without `$select`: labels and licences have to be asked for. */
const DEFAULTS = [
  'id deletedDateTime classification createdDateTime description displayName',
  'expirationDateTime groupTypes isAssignableToRole mail mailEnabled mailNickname membershipRule',
  'membershipRuleProcessingState onPremisesLastSyncDateTime onPremisesSyncEnabled',
  'preferredDataLocation preferredLanguage proxyAddresses renewedDateTime resourceBehaviorOptions',
  'resourceProvisioningOptions securityEnabled theme visibility',
].flatMap((line) => line.split(' '));

/** Groups, with what `$expand` can bring. */
export function groupEntity(tenant: Tenant): Entity<Group> {
  return {
    name: 'group',
    show: (group) => showGroup(tenant, group),
    defaults: DEFAULTS,
    directory: true,
    searchable: ['displayName', 'description', 'mail', 'mailNickname'],
    expands: {
      owners: (group) => ownersOf(tenant, group.id).map(showUserObject),
      members: (group) =>
        tenant.memberships
          .find('group', group.id)
          .slice(0, EXPANDED_MEMBERS)
          .map((each) => tenant.users.get(each.userId))
          .filter((user) => user !== undefined)
          .map(showUserObject),
    },
  };
}

/** Graph expands at most so many members. */
const EXPANDED_MEMBERS = 20;
