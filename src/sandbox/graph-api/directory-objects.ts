import type { Reply } from '../http.ts';
import type { User } from '../tenant/types.ts';
import { type GraphCall, isVisible } from './call.ts';
import { userEntity } from './entities/user.ts';
import type { Entity } from './odata/entity.ts';
import { listReply } from './odata/list.ts';

/** A user or group among directory objects, ready shown. */
export type DirectoryObject = Readonly<Record<string, unknown>>;

/** Objects that are shown already; `$select` and `$filter` work on what is shown. */
export function objectEntity(searchable: readonly string[] = []): Entity<DirectoryObject> {
  return {
    name: 'directoryObject',
    show: (object) => object,
    defaults: null,
    directory: true,
    searchable,
  };
}

/** Answers users as directory objects (`members`, `owners`), each with its type. */
export function userObjectsReply(
  call: GraphCall,
  users: readonly User[],
  context = 'directoryObjects',
): Reply {
  const entity = userEntity(call.tenant);
  const typed: Entity<User> = {
    ...entity,
    show: (user) => ({ '@odata.type': '#microsoft.graph.user', ...entity.show(user) }),
  };
  const rows = users.filter((user) => isVisible(call, user));
  return listReply(call, { entity: typed, rows, context });
}

/** Answers users where the path asks for users only (`members/microsoft.graph.user`). */
export function usersReply(call: GraphCall, users: readonly User[]): Reply {
  const rows = users.filter((user) => isVisible(call, user));
  return listReply(call, { entity: userEntity(call.tenant), rows, context: 'users' });
}
