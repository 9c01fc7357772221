import { randomBytes, randomUUID } from 'node:crypto';
import { addressKeys, domainOf } from './addresses.ts';
import { putUser } from './change-user.ts';
import { newGuest } from './seed/new-user.ts';
import { type Tenant, verifiedDomains } from './tenant.ts';
import type { Invitation, User } from './types.ts';

/** What an invitation asks for. */
export interface InviteWish {
  readonly address: string;
  readonly displayName: string | null;
  readonly redirectUrl: string;
  readonly sponsorIds: readonly string[];
  /** Starts the redemption of this user again, with another address of his. */
  readonly resetUserId: string | null;
}

/** Why an invitation is not made. */
export type InviteRefusal =
  | { readonly why: 'badAddress' }
  | { readonly why: 'notForCompany' }
  | { readonly why: 'verifiedDomain' }
  | { readonly why: 'exists'; readonly id: string }
  | { readonly why: 'blocked'; readonly id: string }
  | { readonly why: 'domainNotAllowed' }
  | { readonly why: 'crossTenant' }
  | { readonly why: 'proxyConflict' }
  | { readonly why: 'quota' }
  | { readonly why: 'suspicious' }
  | { readonly why: 'resetMismatch' };

export type InviteOutcome =
  | { readonly refused: InviteRefusal }
  | { readonly refused: null; readonly invitation: Invitation; readonly user: User };

/** What Entra takes in no address; a dot or dash may not begin or end its first part either. */
const FORBIDDEN = /[~!#$%^&*()+=[\]{}\\/|;:"<>?,\s]/;
const ADDRESS = /^[^@.-](?:[^@]*[^@.-])?@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]+)+$/i;

/** Invitations of the last minute; a batch of dozens looks like an attack. */
function recentInvitations(tenant: Tenant): number {
  const since = tenant.world.clock.now().getTime() - 60_000;
  const all = tenant.invitations.values();
  let count = 0;
  for (let index = all.length - 1; index >= 0; index -= 1) {
    if (Date.parse(all[index]?.at ?? '') < since) break;
    count += 1;
  }
  return count;
}

function companyRefusal(tenant: Tenant): InviteRefusal | null {
  const rules = tenant.switches.read();
  if (rules.policyBindsApplications && rules.allowInvitesFrom === 'none') {
    return { why: 'notForCompany' };
  }
  const { suspiciousAfter } = rules;
  const flooded = suspiciousAfter !== null && recentInvitations(tenant) >= suspiciousAfter;
  return flooded ? { why: 'suspicious' } : null;
}

/** What the tenant's rules, and the world outside, say of a domain. */
function domainRefusal(tenant: Tenant, address: string): InviteRefusal | null {
  const domain = domainOf(address);
  const { allowedDomains, blockedDomains } = tenant.switches.read();
  if (blockedDomains.includes(domain)) return { why: 'domainNotAllowed' };
  if (allowedDomains.length > 0 && !allowedDomains.includes(domain)) {
    return { why: 'domainNotAllowed' };
  }
  const trouble = tenant.outsideDomains.get(domain)?.trouble;
  return trouble ? { why: trouble } : null;
}

function knownRefusal(known: User): InviteRefusal | null {
  if (known.userType === 'Member') return { why: 'exists', id: known.id };
  return known.accountEnabled ? null : { why: 'blocked', id: known.id };
}

function newcomerRefusal(tenant: Tenant, address: string): InviteRefusal | null {
  if (verifiedDomains.some((domain) => domain === domainOf(address))) {
    return { why: 'verifiedDomain' };
  }
  const refused = domainRefusal(tenant, address);
  if (refused) return refused;
  if (tenant.groups.find('address', address.toLowerCase()).length > 0) {
    return { why: 'proxyConflict' };
  }
  const { objectQuota } = tenant.switches.read();
  return objectQuota !== null && objectsIn(tenant) >= objectQuota ? { why: 'quota' } : null;
}

/** What counts against the directory's quota. */
export function objectsIn({ users, groups, applications }: Tenant): number {
  return users.size + groups.size + applications.size;
}

/** Inside a `store.write`: a new ticket, which ends the earlier ones. */
function issueTicket(tenant: Tenant, user: User, wish: InviteWish): Invitation {
  for (const earlier of tenant.invitations.find('user', user.id)) {
    if (earlier.state === 'open') {
      tenant.invitations.put(earlier.id, { ...earlier, state: 'superseded' });
    }
  }
  const invitation: Invitation = {
    id: randomUUID(),
    ticket: randomBytes(24).toString('base64url'),
    userId: user.id,
    address: wish.address,
    redirectUrl: wish.redirectUrl,
    at: tenant.world.clock.now().toISOString(),
    state: 'open',
  };
  tenant.invitations.put(invitation.id, invitation);
  return invitation;
}

function createGuest(tenant: Tenant, wish: InviteWish): User {
  const { replicationMs } = tenant.world.conditions;
  const guest = newGuest(tenant, {
    id: randomUUID(),
    address: wish.address,
    displayName: wish.displayName ?? wish.address.slice(0, wish.address.indexOf('@')),
    state: 'PendingAcceptance',
  });
  return putUser(tenant, {
    ...guest,
    sponsorIds: wish.sponsorIds,
    visibleFrom: replicationMs > 0 ? Date.now() + replicationMs : 0,
  });
}

/** Inside a `store.write`: the redemption starts again, with this address. */
function restart(tenant: Tenant, user: User, wish: InviteWish): User {
  const address = wish.address.toLowerCase();
  return putUser(tenant, {
    ...user,
    mail: wish.address,
    otherMails: [...new Set([...user.otherMails, wish.address])],
    invitedAs: address,
    externalUserState: 'PendingAcceptance',
    externalUserStateChangeDateTime: tenant.world.clock.now().toISOString(),
  });
}

function resetInvitation(tenant: Tenant, wish: InviteWish, userId: string): InviteOutcome {
  const user = tenant.users.get(userId.toLowerCase());
  if (!user || !addressKeys(user).includes(wish.address.toLowerCase())) {
    return { refused: { why: 'resetMismatch' } };
  }
  return tenant.world.store.write(() => {
    const restarted = restart(tenant, user, wish);
    return { refused: null, user: restarted, invitation: issueTicket(tenant, restarted, wish) };
  });
}

/**
 * Invites an address. A guest who is there already keeps his id and gets a new ticket, which
 * invalidates the earlier link.
 */
export function invite(tenant: Tenant, wish: InviteWish): InviteOutcome {
  const { store, changes } = tenant.world;
  if (FORBIDDEN.test(wish.address) || !ADDRESS.test(wish.address)) {
    return { refused: { why: 'badAddress' } };
  }
  const notNow = companyRefusal(tenant);
  if (notNow) return { refused: notNow };
  if (wish.resetUserId !== null) return resetInvitation(tenant, wish, wish.resetUserId);

  const known = tenant.users.find('address', wish.address.toLowerCase())[0];
  const refused = known ? knownRefusal(known) : newcomerRefusal(tenant, wish.address);
  if (refused) return { refused };
  const outcome = store.write(() => {
    const user = known ?? createGuest(tenant, wish);
    return { refused: null, user, invitation: issueTicket(tenant, user, wish) };
  });
  if (!known) {
    tenant.events.emit('invited', outcome.user.id);
    changes.tell('people');
  }
  changes.tell('tenant');
  return outcome;
}

/** The link a guest opens to accept. */
export function redeemUrlOf(tenant: Tenant, invitation: Invitation): string {
  return `${tenant.world.settings.origin}${REDEEM_PATH}${invitation.ticket}`;
}

/** Where redeem links lie. */
export const REDEEM_PATH = '/_sandbox/redeem-link/';
