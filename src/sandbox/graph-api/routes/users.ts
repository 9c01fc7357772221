import { z } from 'zod';
import type { Reply } from '../../http.ts';
import { GUEST_MARK } from '../../tenant/addresses.ts';
import { changeUser, deleteUser } from '../../tenant/change-user.ts';
import type { User } from '../../tenant/types.ts';
import { type GraphCall, isVisible, noContent, type Operation, param } from '../call.ts';
import { userObjectsReply } from '../directory-objects.ts';
import { userEntity } from '../entities/user.ts';
import { GraphError } from '../graph-error.ts';
import { neededValues } from '../odata/candidates.ts';
import { countReply, type Listing, listReply, oneReply, readFilter } from '../odata/list.ts';
import { permitted } from '../permitted.ts';
import { readBody } from '../read-body.ts';
import { userAt } from '../references.ts';

/** Properties that the address index covers: a look-up by them needs no walk over the whole tenant. */
const ADDRESS_PROPERTIES = [
  'mail',
  'userPrincipalName',
  'otherMails/*',
  'proxyAddresses/*',
  'identities/*/issuerAssignedId',
];

/** `sam_gmail.com#EXT#@`: how guests are looked for by the address they were invited with. */
function isGuestPrefix(property: string, prefix: string): boolean {
  return property === 'userPrincipalName' && prefix.endsWith(GUEST_MARK);
}

function candidates(call: GraphCall): User[] {
  const { users } = call.tenant;
  const condition = readFilter(call, userEntity(call.tenant));
  const ids = neededValues(condition, ['id']);
  if (ids) {
    return [...new Set(ids)]
      .map((id) => users.get(id.toLowerCase()))
      .filter((user) => user !== undefined);
  }
  const addresses = neededValues(condition, ADDRESS_PROPERTIES, isGuestPrefix);
  if (!addresses) return users.values();
  const keys = addresses.map((each) => each.toLowerCase().replace(/^smtp:/, ''));
  return [...new Set(keys.flatMap((key) => users.find('address', key)))];
}

function listing(call: GraphCall): Listing<User> {
  const rows = candidates(call).filter((user) => isVisible(call, user));
  return { entity: userEntity(call.tenant), rows, context: 'users' };
}

const patch = z.looseObject({
  displayName: z.string().min(1).max(256).optional(),
  givenName: z.string().nullable().optional(),
  surname: z.string().nullable().optional(),
  jobTitle: z.string().nullable().optional(),
  department: z.string().nullable().optional(),
  companyName: z.string().max(64).nullable().optional(),
  preferredLanguage: z.string().nullable().optional(),
  usageLocation: z.string().length(2).nullable().optional(),
  accountEnabled: z.boolean().optional(),
});
const CHANGEABLE = new Set(Object.keys(patch.shape));

function patchUser(call: GraphCall): Reply {
  const user = userAt(call, param(call, 'id'));
  const change = readBody(patch, call.body);
  const other = Object.keys(change).find((name) => !CHANGEABLE.has(name) && !name.startsWith('@'));
  // Only what WoodGrove keeps can be changed; anything else it must not pretend to have done.
  if (other) throw new GraphError(501, 'notImplemented', `PATCH /users/{id} ${other}`);
  changeUser(call.tenant, user, patch.strip().parse(change));
  return noContent;
}

function manager(call: GraphCall): Reply {
  const user = userAt(call, param(call, 'id'));
  const above = user.managerId ? call.tenant.users.get(user.managerId) : undefined;
  if (!above) {
    throw new GraphError(
      404,
      'Request_ResourceNotFound',
      "Resource 'manager' does not exist or one of its queried reference-property objects are not present.",
    );
  }
  const entity = userEntity(call.tenant);
  const show = (record: User) => ({
    ...entity.show(record),
    '@odata.type': '#microsoft.graph.user',
  });
  return oneReply(call, { ...entity, show }, above, 'directoryObjects');
}

function directReports(call: GraphCall): Reply {
  const user = userAt(call, param(call, 'id'));
  const rows = call.tenant.users.find('manager', user.id);
  return userObjectsReply(call, rows);
}

/** Users: to list, to read, to change, to delete. */
export const userOperations: readonly Operation[] = [
  {
    method: 'GET',
    template: '/users',
    permissions: permitted.readUsers,
    run: (call) => listReply(call, listing(call)),
  },
  {
    method: 'GET',
    template: '/users/$count',
    permissions: permitted.readUsers,
    run: (call) => countReply(call, listing(call)),
  },
  {
    method: 'GET',
    template: '/users/{id}',
    permissions: permitted.readUsers,
    run: (call) =>
      oneReply(call, userEntity(call.tenant), userAt(call, param(call, 'id')), 'users'),
  },
  { method: 'PATCH', template: '/users/{id}', permissions: permitted.writeUsers, run: patchUser },
  {
    method: 'DELETE',
    template: '/users/{id}',
    permissions: permitted.writeUsers,
    run: (call) => {
      deleteUser(call.tenant, userAt(call, param(call, 'id')));
      return noContent;
    },
  },
  {
    method: 'GET',
    template: '/users/{id}/manager',
    permissions: permitted.readUsers,
    run: manager,
  },
  {
    method: 'GET',
    template: '/users/{id}/directReports',
    permissions: permitted.readUsers,
    run: directReports,
  },
];
