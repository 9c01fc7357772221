import { findUser } from '../tenant/change-user.ts';
import type { User } from '../tenant/types.ts';
import { type GraphCall, param } from './call.ts';
import { GraphError } from './graph-error.ts';

/**
 * The mailbox a path names, for whoever has one of these permissions. One that Entra grants opens all mailboxes, one
 * that Exchange grants the sending mailboxes only. Throws 404 for nobody's, 403 for one the application may not use.
 */
export function mailboxAt(call: GraphCall, needed: readonly string[]): User {
  const name = param(call, 'id');
  const user = findUser(call.tenant, name);
  if (!user) {
    throw new GraphError(404, 'ErrorInvalidUser', `The requested user '${name}' is invalid.`);
  }
  const { permissions, mailboxPermissions } = call.tenant.switches.read();
  const has = (granted: readonly string[]) => needed.some((each) => granted.includes(each));
  const own = [user.mail, user.userPrincipalName].map((each) => each?.toLowerCase());
  const sends = call.world.settings.mailFrom.some((each) => own.includes(each.toLowerCase()));
  if (has(permissions) || (sends && has(mailboxPermissions))) return user;
  throw new GraphError(
    403,
    'ErrorAccessDenied',
    'Access is denied. Check credentials and try again.',
  );
}
