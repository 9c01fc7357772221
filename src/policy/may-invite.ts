import type { Account, AllowInvitesFrom, DirectoryRole } from '../requests/ports.ts';

/** An enabled member of the tenant. Guests and disabled accounts neither request nor decide. */
export function canAct(account: Account): boolean {
  return account.enabled && account.userType === 'member';
}

/**
 * Whether the tenant's own rule lets this person invite. Ours to hold people to: an application that
 * may invite is not held back by `allowInvitesFrom`. `everyone` includes guests for Entra, never for us.
 */
export function mayInvite(
  account: Account,
  roles: readonly DirectoryRole[],
  allowInvitesFrom: AllowInvitesFrom,
): boolean {
  if (!canAct(account)) return false;
  switch (allowInvitesFrom) {
    case 'none':
      return false;
    case 'adminsAndGuestInviters':
      return roles.length > 0;
    case 'adminsGuestInvitersAndAllMembers':
    case 'everyone':
      return true;
  }
}
