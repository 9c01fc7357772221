import type { Account, ResourceFacts } from '../requests/ports.ts';
import type { Problem } from '../requests/types.ts';
import { type Approvers, findApprovers } from './approvers.ts';
import { canAct } from './may-invite.ts';
import type { PolicyFacts } from './types.ts';

/** What an actor may decide of a request as things stand now; `resourceIds` holds null for the directory. */
export type MayDecide =
  | { readonly kind: 'yes'; readonly resourceIds: readonly (string | null)[] }
  | { readonly kind: 'no'; readonly problem: Problem };

/**
 * Decides again, from the facts of this moment, whether `actor` may approve or deny: who was asked
 * yesterday may have left the resource, the role or the company since.
 */
export function mayDecide(facts: PolicyFacts, actor: Account): MayDecide {
  if (actor.id === facts.requester.id) return no('request.ownRequest');
  if (!actor.enabled) return no('policy.accountDisabled');
  if (actor.userType === 'guest') return no('policy.guestsCannotDecide');

  const resources = facts.resources.length > 0 ? facts.resources : [null];
  const his = resources.filter((resource) => {
    const found = findDeciders(facts, resource);
    return found.kind === 'people' && found.asked.approvers.some(({ id }) => id === actor.id);
  });
  if (his.length === 0) return no('request.notYours');
  return { kind: 'yes', resourceIds: his.map((resource) => resource?.id ?? null) };
}

/**
 * Who decides about this resource (null: the directory itself) of a request that was made. Where the
 * tenant lets nobody invite by now, those who else would: denying is left to them.
 */
export function findDeciders(facts: PolicyFacts, resource: ResourceFacts | null): Approvers {
  if (facts.rules.allowInvitesFrom !== 'none') return findApprovers(facts, resource);
  const rules = { ...facts.rules, allowInvitesFrom: 'everyone' as const };
  return findApprovers({ ...facts, rules }, resource);
}

/**
 * Why nothing may be approved now that could be asked for earlier: the tenant lets nobody invite any
 * more, the requester has left, or the resource has become one that takes no guests. Denying stays possible.
 */
export function approvalRefusal(facts: PolicyFacts): Problem | null {
  if (facts.rules.allowInvitesFrom === 'none') return { code: 'tenant.invitesNobody', params: {} };
  if (!canAct(facts.requester)) {
    return { code: 'policy.requesterLeft', params: { name: facts.requester.name } };
  }
  return facts.resources.find(({ refusal }) => refusal)?.refusal ?? null;
}

function no(code: string): MayDecide {
  return { kind: 'no', problem: { code, params: {} } };
}
