import type { Reply } from '../../http.ts';
import { putUser } from '../../tenant/change-user.ts';
import type { User } from '../../tenant/types.ts';
import { type GraphCall, noContent, type Operation, param } from '../call.ts';
import { userEntity } from '../entities/user.ts';
import { resourceNotFound } from '../graph-error.ts';
import { listReply, oneReply } from '../odata/list.ts';
import { permitted } from '../permitted.ts';

function deletedAt(call: GraphCall): User {
  const id = param(call, 'id');
  const user = call.tenant.deletedUsers.get(id.toLowerCase());
  if (!user) throw resourceNotFound(id);
  return user;
}

function restore(call: GraphCall): Reply {
  const user = deletedAt(call);
  const restored = call.world.store.write(() => {
    call.tenant.deletedUsers.delete(user.id);
    return putUser(call.tenant, { ...user, deletedDateTime: null });
  });
  call.world.changes.tell('tenant');
  return oneReply(call, userEntity(call.tenant), restored, 'directoryObjects');
}

function purge(call: GraphCall): Reply {
  const user = deletedAt(call);
  call.world.store.write(() => call.tenant.deletedUsers.delete(user.id));
  return noContent;
}

/** Users who were deleted less than thirty days ago. */
export const deletedItemOperations: readonly Operation[] = [
  {
    method: 'GET',
    template: '/directory/deletedItems/graph.user',
    permissions: permitted.readUsers,
    run: (call) =>
      listReply(call, {
        entity: userEntity(call.tenant),
        rows: call.tenant.deletedUsers.values(),
        context: 'users',
      }),
  },
  {
    method: 'GET',
    template: '/directory/deletedItems/{id}',
    permissions: permitted.readUsers,
    run: (call) => oneReply(call, userEntity(call.tenant), deletedAt(call), 'directoryObjects'),
  },
  {
    method: 'POST',
    template: '/directory/deletedItems/{id}/restore',
    permissions: permitted.writeUsers,
    run: restore,
  },
  {
    method: 'DELETE',
    template: '/directory/deletedItems/{id}',
    permissions: permitted.writeUsers,
    run: purge,
  },
];
