import { z } from 'zod';
import type { Reply } from '../../http.ts';
import {
  addMembers,
  type GroupRefusal,
  groupRefusal,
  isMember,
  removeMember,
} from '../../tenant/membership.ts';
import type { Tenant } from '../../tenant/tenant.ts';
import type { Group, User } from '../../tenant/types.ts';
import { type GraphCall, noContent, type Operation, param } from '../call.ts';
import {
  badRequest,
  denied,
  directoryRefusal,
  GraphError,
  resourceNotFound,
} from '../graph-error.ts';
import { permitted } from '../permitted.ts';
import { readBody } from '../read-body.ts';
import { groupAt, idInAddress, referencedUser } from '../references.ts';

/** `members@odata.bind` takes at most so many. */
const MOST_BOUND = 20;

const reference = z.object({ '@odata.id': z.string() });
const binding = z.strictObject({ 'members@odata.bind': z.array(z.string()).min(1) });

const refusals: Readonly<Record<GroupRefusal, () => GraphError>> = {
  dynamic: () =>
    directoryRefusal(
      'Insufficient privileges: members of a group with dynamic membership cannot be updated.',
    ),
  onPremises: () =>
    directoryRefusal(
      'Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.',
    ),
  mailEnabledSecurity: () =>
    directoryRefusal('Cannot Update a mail-enabled security groups and or distribution list.'),
  roleAssignable: () => denied(),
  guestsForbidden: () =>
    denied('Guests users are not allowed to join this Unified Group due to policy setting.'),
};

/** Throws what the directory says of a group that does not take this person. */
export function checkGroupTakes(tenant: Tenant, group: Group, user: User): void {
  const refusal = groupRefusal(tenant, group, user);
  if (refusal) throw refusals[refusal]();
}

function alreadyMember(): GraphError {
  return directoryRefusal(
    "One or more added object references already exist for the following modified properties: 'members'.",
  );
}

function addMember(call: GraphCall): Reply {
  const group = groupAt(call, param(call, 'id'));
  const user = referencedUser(call, idInAddress(readBody(reference, call.body)['@odata.id']).id);
  checkGroupTakes(call.tenant, group, user);
  if (isMember(call.tenant, group.id, user.id)) throw alreadyMember();
  addMembers(call.tenant, group.id, [user.id], 'group');
  return noContent;
}

/** All or nothing: one who is there already, or cannot be added, spoils it for all. */
function bindMembers(call: GraphCall): Reply {
  const group = groupAt(call, param(call, 'id'));
  const other = Object.keys(Object(call.body)).find((name) => name !== 'members@odata.bind');
  if (other) throw new GraphError(501, 'notImplemented', `PATCH /groups/{id} ${other}`);
  const addresses = readBody(binding, call.body)['members@odata.bind'];
  if (addresses.length > MOST_BOUND) {
    throw badRequest(`The number of references exceeds the limit of ${MOST_BOUND}.`);
  }
  const users = addresses.map((address) => referencedUser(call, idInAddress(address).id));
  for (const user of users) {
    checkGroupTakes(call.tenant, group, user);
    if (isMember(call.tenant, group.id, user.id)) throw alreadyMember();
  }
  addMembers(
    call.tenant,
    group.id,
    users.map((user) => user.id),
    'group',
  );
  return noContent;
}

function dropMember(call: GraphCall): Reply {
  const group = groupAt(call, param(call, 'id'));
  const userId = param(call, 'member').toLowerCase();
  if (!isMember(call.tenant, group.id, userId)) throw resourceNotFound(userId);
  removeMember(call.tenant, group.id, userId);
  return noContent;
}

/** Members of groups: writing. */
export const groupMemberOperations: readonly Operation[] = [
  {
    method: 'POST',
    template: '/groups/{id}/members/$ref',
    permissions: permitted.writeGroupMembers,
    run: addMember,
  },
  {
    method: 'PATCH',
    template: '/groups/{id}',
    permissions: permitted.writeGroupMembers,
    run: bindMembers,
  },
  {
    method: 'DELETE',
    template: '/groups/{id}/members/{member}/$ref',
    permissions: permitted.writeGroupMembers,
    run: dropMember,
  },
];
