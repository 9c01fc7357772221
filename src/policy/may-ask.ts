import type { Account, InvitationRules } from '../requests/ports.ts';
import type { Problem } from '../requests/types.ts';

/** Why this person can ask for no guest at all, whatever the resource; null: he may ask. */
export function refuseRequester(requester: Account, rules: InvitationRules): Problem | null {
  if (!requester.enabled) return { code: 'policy.accountDisabled', params: {} };
  if (requester.userType === 'guest') return { code: 'policy.guestsCannotRequest', params: {} };
  if (rules.allowInvitesFrom === 'none') return { code: 'tenant.invitesNobody', params: {} };
  return null;
}
