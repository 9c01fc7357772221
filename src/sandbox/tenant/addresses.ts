import type { User } from './types.ts';

/** The address inside a proxy address: `SMTP:a@b.com` → `a@b.com`. */
export function bareProxy(proxy: string): string {
  return proxy.replace(/^smtp:/i, '');
}

/** Stands in a guest's principal name, between the address he was invited with and our domain. */
export const GUEST_MARK = '#EXT#@';

/** The beginning of a guest's principal name, by which he is looked for, too. */
function guestPrefix(user: User): string | null {
  const mark = user.userPrincipalName.indexOf(GUEST_MARK);
  return mark < 0 ? null : user.userPrincipalName.slice(0, mark + GUEST_MARK.length);
}

/** Every address a user answers to, in lower case, once each. */
export function addressKeys(user: User): string[] {
  const all = [
    user.userPrincipalName,
    user.mail,
    user.invitedAs,
    guestPrefix(user),
    ...user.otherMails,
    ...user.proxyAddresses.map(bareProxy),
    ...user.identities.map((identity) => identity.issuerAssignedId),
  ];
  return [...new Set(all.filter((each) => each !== null).map((each) => each.toLowerCase()))];
}

/** The domain of an address, in lower case. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
