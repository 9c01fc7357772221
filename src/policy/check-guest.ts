import type { Account, InvitationRules } from '../requests/ports.ts';
import type { Problem } from '../requests/types.ts';

/**
 * Why this address can be nobody's guest here, or null: it belongs to a colleague or to one of our own
 * domains, its guest account is blocked, or the tenant's list keeps its domain out. `known` is the account that has the address already.
 */
export function checkGuest(
  address: string,
  known: Account | null,
  rules: InvitationRules,
): Problem | null {
  if (known?.userType === 'member') {
    return { code: 'guest.colleague', params: { address, name: known.name } };
  }
  if (known && !known.enabled) {
    return { code: 'guest.blocked', params: { address, name: known.name } };
  }
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  const params = { address, domain };
  if (rules.verifiedDomains.includes(domain)) return { code: 'guest.ownDomain', params };
  if (rules.blockedDomains.includes(domain)) return { code: 'guest.domainBlocked', params };
  if (rules.allowedDomains.length > 0 && !rules.allowedDomains.includes(domain)) {
    return { code: 'guest.domainNotAllowed', params };
  }
  return null;
}
