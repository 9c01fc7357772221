import { guidOf } from '../guid.ts';
import type { Tenant } from '../tenant.ts';
import type { OutsideDomain, Outsider, User } from '../types.ts';
import { newGuest } from './new-user.ts';

/** The guest who owns the application Partner Portal. */
export const GUEST_OWNER = guidOf('guest/partner.guest@fabrikam.com');

function add(
  tenant: Tenant,
  address: string,
  displayName: string,
  state: 'PendingAcceptance' | 'Accepted',
  change: Partial<User> = {},
): void {
  const id = guidOf(`guest/${address}`);
  const guest = { ...newGuest(tenant, { id, address, displayName, state }), ...change };
  if (guest.deletedDateTime) tenant.deletedUsers.put(id, guest);
  else tenant.users.put(id, guest);
}

const domains: readonly OutsideDomain[] = [
  { domain: 'proseware.com', trouble: 'crossTenant' },
  { domain: 'closed.example', trouble: 'notForCompany' },
  { domain: 'overquota.example', trouble: 'quota' },
  { domain: 'suspicious.example', trouble: 'suspicious' },
];

const outsiders: readonly Outsider[] = [
  { address: 'gsamoogle@gmail.com', displayName: 'Sam Oogle', givenName: 'Sam', surname: 'Oogle' },
  {
    address: 'kim.akers@fabrikam.com',
    displayName: 'Kim Akers',
    givenName: 'Kim',
    surname: 'Akers',
  },
  {
    address: 'lydia.bauer@contoso.com',
    displayName: 'Lydia Bauer',
    givenName: 'Lydia',
    surname: 'Bauer',
  },
];

/** Guests in every state a real tenant holds, and what is known of the world outside. */
export function seedGuests(tenant: Tenant): void {
  add(tenant, 'partner.guest@fabrikam.com', 'Pat Partner', 'Accepted');
  add(tenant, 'accepted.guest@fabrikam.com', 'Alex Accepted', 'Accepted');
  // Invited long ago; nobody holds the link any more.
  add(tenant, 'pending.guest@fabrikam.com', 'Penny Pending', 'PendingAcceptance');
  add(tenant, 'blocked.guest@fabrikam.com', 'Blake Blocked', 'Accepted', { accountEnabled: false });
  add(tenant, 'left.guest@fabrikam.com', 'Leslie Left', 'Accepted', {
    deletedDateTime: tenant.world.clock.now().toISOString(),
  });
  // Invited as j.smith@…; her own directory says that her mail is another.
  add(tenant, 'j.smith@fabrikam.com', 'Jane Smith', 'Accepted', {
    mail: 'jane.smith@fabrikam-group.com',
    otherMails: ['j.smith@fabrikam.com'],
    proxyAddresses: ['SMTP:jane.smith@fabrikam-group.com', 'smtp:j.smith@fabrikam.com'],
  });
  // Signs in with an address that stands in no mail property.
  add(tenant, 'k.brown@gmail.com', 'Kelly Brown', 'Accepted', {
    mail: 'kelly@brown.example',
    otherMails: [],
    proxyAddresses: ['SMTP:kelly@brown.example'],
    identities: [
      { signInType: 'federated', issuer: 'google.com', issuerAssignedId: 'k.brown@gmail.com' },
    ],
  });
  for (const domain of domains) tenant.outsideDomains.put(domain.domain, domain);
  for (const outsider of outsiders) tenant.outsiders.put(outsider.address, outsider);
}
