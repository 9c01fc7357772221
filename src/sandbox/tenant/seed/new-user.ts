import { GUEST_MARK } from '../addresses.ts';
import { guidOf } from '../guid.ts';
import { type Tenant, verifiedDomains } from '../tenant.ts';
import type { User } from '../types.ts';

/** What a seed says of a user; the rest follows from it. */
export interface NewUser {
  /** The id is made of it: the same in every WoodGrove. */
  readonly seed: string;
  readonly displayName: string;
  readonly key?: string;
  readonly mail: string;
  readonly jobTitle?: string;
  readonly department?: string;
  readonly managerId?: string | null;
  readonly accountEnabled?: boolean;
  readonly otherMails?: readonly string[];
  readonly proxyAddresses?: readonly string[];
}

/** The user principal name of a guest: `sam_gmail.com#EXT#@woodgrove.onmicrosoft.com`. */
function guestPrincipalName(address: string): string {
  return `${address.replace('@', '_')}${GUEST_MARK}${verifiedDomains[1]}`;
}

function splitName(displayName: string): { givenName: string | null; surname: string | null } {
  const [givenName, ...rest] = displayName.split(' ');
  if (!givenName || rest.length === 0) return { givenName: null, surname: null };
  return { givenName, surname: rest.join(' ') };
}

/** A member's account. */
export function newMember(tenant: Tenant, wish: NewUser): User {
  const now = tenant.world.clock.now().toISOString();
  return {
    id: guidOf(`user/${wish.seed}`),
    key: wish.key ?? null,
    displayName: wish.displayName,
    ...splitName(wish.displayName),
    mail: wish.mail,
    userPrincipalName: wish.mail.endsWith(`@${verifiedDomains[0]}`)
      ? wish.mail
      : `${wish.seed}@${verifiedDomains[0]}`,
    userType: 'Member',
    accountEnabled: wish.accountEnabled ?? true,
    jobTitle: wish.jobTitle ?? null,
    department: wish.department ?? null,
    companyName: 'WoodGrove',
    officeLocation: null,
    preferredLanguage: 'en-US',
    usageLocation: 'US',
    otherMails: wish.otherMails ?? [],
    proxyAddresses: wish.proxyAddresses ?? [`SMTP:${wish.mail}`],
    identities: [
      { signInType: 'userPrincipalName', issuer: verifiedDomains[1], issuerAssignedId: wish.mail },
    ],
    externalUserState: null,
    externalUserStateChangeDateTime: null,
    creationType: null,
    createdDateTime: now,
    onPremisesSyncEnabled: null,
    managerId: wish.managerId ?? null,
    sponsorIds: [],
    invitedAs: null,
    deletedDateTime: null,
    visibleFrom: 0,
    changed: tenant.nextChange(),
  };
}

/** A guest who was invited with this address. */
export function newGuest(
  tenant: Tenant,
  wish: {
    readonly id: string;
    readonly address: string;
    readonly displayName: string;
    readonly state: 'PendingAcceptance' | 'Accepted';
  },
): User {
  const now = tenant.world.clock.now().toISOString();
  const principalName = guestPrincipalName(wish.address);
  return {
    ...newMember(tenant, { seed: wish.address, displayName: wish.displayName, mail: wish.address }),
    id: wish.id,
    userPrincipalName: principalName,
    userType: 'Guest',
    companyName: null,
    preferredLanguage: null,
    usageLocation: null,
    otherMails: [wish.address],
    identities: [
      {
        signInType: 'userPrincipalName',
        issuer: verifiedDomains[1],
        issuerAssignedId: principalName,
      },
    ],
    externalUserState: wish.state,
    externalUserStateChangeDateTime: now,
    creationType: 'Invitation',
    invitedAs: wish.address.toLowerCase(),
  };
}
