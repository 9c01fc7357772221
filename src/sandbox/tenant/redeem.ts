import { putUser } from './change-user.ts';
import type { Tenant } from './tenant.ts';
import type { Invitation, User } from './types.ts';

/** How pressing *Get started* came out. */
export type RedeemOutcome =
  | { readonly refused: 'unknown' | 'superseded' | 'blocked' | 'gone' }
  | { readonly refused: null; readonly user: User; readonly redirectUrl: string };

/** What the guest's own directory tells of him, once he has signed in. */
function profile(tenant: Tenant, user: User, invitation: Invitation): Partial<User> {
  const known = tenant.outsiders.get(invitation.address.toLowerCase());
  const provider = /@(gmail|googlemail)\.com$/i.test(invitation.address)
    ? 'google.com'
    : 'ExternalAzureAD';
  const identities = [
    ...user.identities,
    { signInType: 'federated', issuer: provider, issuerAssignedId: invitation.address },
  ];
  if (!known) return { identities };
  const { displayName, givenName, surname } = known;
  return { identities, displayName, givenName, surname };
}

/** Redeems the invitation behind a ticket: once more changes nothing and leads to the same place. */
export function redeem(tenant: Tenant, ticket: string): RedeemOutcome {
  const { store, clock, changes } = tenant.world;
  const invitation = tenant.invitations.find('ticket', ticket)[0];
  if (!invitation) return { refused: 'unknown' };
  if (invitation.state === 'superseded') return { refused: 'superseded' };
  const user = tenant.users.get(invitation.userId);
  if (!user) return { refused: 'gone' };
  if (!user.accountEnabled) return { refused: 'blocked' };
  const { redirectUrl } = invitation;
  if (user.externalUserState === 'Accepted') return { refused: null, user, redirectUrl };

  const accepted = store.write(() => {
    tenant.invitations.put(invitation.id, { ...invitation, state: 'redeemed' });
    return putUser(tenant, {
      ...user,
      ...profile(tenant, user, invitation),
      externalUserState: 'Accepted',
      externalUserStateChangeDateTime: clock.now().toISOString(),
    });
  });
  tenant.events.emit('redeemed', user.id);
  changes.tell('tenant');
  changes.tell('people');
  return { refused: null, user: accepted, redirectUrl };
}
