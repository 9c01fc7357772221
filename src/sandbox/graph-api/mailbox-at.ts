import { findUser } from '../tenant/change-user.ts';
import type { User } from '../tenant/types.ts';
import { type GraphCall, param } from './call.ts';
import { GraphError } from './graph-error.ts';

/**
 * The mailbox a path names. Throws 404 for nobody's, 403 for one the application may not use:
 * Exchange confines it to the sending mailboxes.
 */
export function mailboxAt(call: GraphCall): User {
  const name = param(call, 'id');
  const user = findUser(call.tenant, name);
  if (!user) {
    throw new GraphError(404, 'ErrorInvalidUser', `The requested user '${name}' is invalid.`);
  }
  const own = [user.mail, user.userPrincipalName].map((each) => each?.toLowerCase());
  const confined = call.world.settings.mailFrom.map((each) => each.toLowerCase());
  if (confined.some((address) => own.includes(address))) return user;
  throw new GraphError(
    403,
    'ErrorAccessDenied',
    'Access is denied. Check credentials and try again.',
  );
}
