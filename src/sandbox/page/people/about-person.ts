import type { Person, Tenant } from '../api/shapes.ts';

/** What somebody is in WoodGrove, in the order in which it matters to an invitation. */
export type Standing =
  | { kind: 'pendingGuest' }
  | { kind: 'guest' }
  | { kind: 'owner'; of: string[] }
  | { kind: 'employee' };

/** What a person is, read from the tenant: a guest, an owner, or somebody who works here. */
export function standingOf(person: Person, tenant: Tenant | undefined): Standing {
  if (isGuest(person)) return { kind: isPending(person, tenant) ? 'pendingGuest' : 'guest' };
  const owned = (tenant?.resources ?? [])
    .filter(({ owners }) => owners.includes(person.aadObjectId))
    // What somebody owns alone says most about him.
    .sort((a, b) => a.owners.length - b.owners.length);
  return owned.length > 0
    ? { kind: 'owner', of: owned.map(({ name }) => name) }
    : { kind: 'employee' };
}

/** A guest's key is the address he was invited with. */
export function isGuest(person: Person): boolean {
  return person.userType ? person.userType === 'Guest' : person.key.includes('@');
}

/** Whether somebody cannot sign in. */
export function isBlocked(person: Person, tenant: Tenant | undefined): boolean {
  return tenant?.users.find(({ id }) => id === person.aadObjectId)?.accountEnabled === false;
}

/** Whether a guest was invited and has not been here yet. */
export function isPending(person: Person, tenant: Tenant | undefined): boolean {
  const user = tenant?.users.find(({ id }) => id === person.aadObjectId);
  return user ? user.externalUserState === 'PendingAcceptance' : !person.personalConversationId;
}
