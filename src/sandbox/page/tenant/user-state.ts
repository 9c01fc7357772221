import type { User } from '../api/shapes.ts';

/** What stands on a user's badge, by the texts `tenant.state.*`. */
export type UserState = 'disabled' | 'pending' | 'accepted' | 'guest' | 'member';

/** A user's state, the most telling first. */
export function stateOf(user: User): UserState {
  if (user.accountEnabled === false) return 'disabled';
  if (user.externalUserState === 'PendingAcceptance') return 'pending';
  if (user.externalUserState === 'Accepted') return 'accepted';
  return user.userType === 'Guest' ? 'guest' : 'member';
}

const RANK: Record<UserState, number> = {
  pending: 0,
  accepted: 1,
  guest: 1,
  disabled: 2,
  member: 3,
};

/** Guests first, who has not come yet before all, for they are what this is about; then by name. */
export function sortUsers(users: readonly User[]): User[] {
  const rank = (user: User) => (user.userType === 'Guest' ? RANK[stateOf(user)] : RANK.member);
  return [...users].sort((a, b) => rank(a) - rank(b) || nameOf(a).localeCompare(nameOf(b), 'en'));
}

/** What a user is called. */
export function nameOf(user: User): string {
  return user.displayName || user.mail || user.id;
}

/** Whether a user is meant by what somebody looks for. */
export function matches(text: string, ...fields: (string | null | undefined)[]): boolean {
  const wanted = text.trim().toLowerCase();
  return fields.some((field) => field?.toLowerCase().includes(wanted));
}
