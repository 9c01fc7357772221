import { findUser } from '../tenant/change-user.ts';
import type { Application, Group, User } from '../tenant/types.ts';
import { type GraphCall, isVisible } from './call.ts';
import { badRequest, directoryRefusal, GraphError, resourceNotFound } from './graph-error.ts';

/** The user a path names. Throws 404; so it does for a guest whom this replica does not know yet. */
export function userAt(call: GraphCall, name: string): User {
  const user = findUser(call.tenant, name);
  if (!user || !isVisible(call, user)) throw resourceNotFound(name);
  return user;
}

/** The group a path names. */
export function groupAt(call: GraphCall, id: string): Group {
  const group = call.tenant.groups.get(id.toLowerCase());
  if (!group) throw resourceNotFound(id);
  return group;
}

/** The service principal a path names: by id, or as `appId='…'`. */
export function applicationAt(call: GraphCall, name: string): Application {
  const appId = /^appId=(.+)$/i.exec(name)?.[1];
  const application = appId
    ? call.tenant.applications.find('appId', appId.toLowerCase())[0]
    : call.tenant.applications.get(name.toLowerCase());
  if (!application) throw resourceNotFound(name);
  return application;
}

const ENTITY = /\/(?:v1\.0|beta)\/(\w+)(?:\/([^/?#]+)|\('([^']+)'\))\/?$/;

/** The id at the end of an entity's address. Throws 400 for anything else. */
export function idInAddress(address: unknown): { set: string; id: string } {
  const found = typeof address === 'string' ? ENTITY.exec(address) : null;
  const set = found?.[1];
  const id = found?.[2] ?? found?.[3];
  if (!set || !id) throw badRequest(`Invalid URL format specified in payload: ${String(address)}.`);
  return { set, id: decodeURIComponent(id) };
}

/** What a replica says of an object that it does not know yet: not always the same. */
const lags = [
  () =>
    directoryRefusal(
      'The source resource object or one of the objects being referenced do not exist.',
    ),
  (id: string) =>
    new GraphError(
      404,
      'Directory_ObjectNotFound',
      `Unable to read the company information from the directory. Object '${id}' was not found.`,
    ),
  () => directoryRefusal('Not a valid reference update.'),
];
let lagsSeen = 0;

/** The user a reference names. Throws what a lagging replica says of one who was created just now. */
export function referencedUser(call: GraphCall, id: string): User {
  const user = findUser(call.tenant, id);
  if (!user) throw resourceNotFound(id);
  if (isVisible(call, user)) return user;
  const lag = lags[lagsSeen % lags.length];
  lagsSeen += 1;
  throw lag ? lag(id) : resourceNotFound(id);
}
