import type { Account, DirectoryRole, ResourceFacts } from '../requests/ports.ts';
import type { Person, Problem } from '../requests/types.ts';
import { canAct, mayInvite } from './may-invite.ts';
import type { Asked, PolicyFacts } from './types.ts';

/** Who decides for one resource, or why nobody can. */
export type Approvers =
  | { readonly kind: 'people'; readonly asked: Asked }
  | { readonly kind: 'nobody'; readonly problem: Problem };

/** Whether the tenant lets the requester himself invite. */
export function requesterMayInvite(facts: PolicyFacts): boolean {
  return mayInvite(facts.requester, facts.requesterRoles, facts.rules.allowInvitesFrom);
}

/**
 * Who decides for this resource (null: for the directory itself), whether or not the requester needs
 * anybody: its owners who can act, else administrators; for the directory Guest Inviters, too. Where
 * the tenant does not let the requester invite, only those whom it does.
 */
export function findApprovers(facts: PolicyFacts, resource: ResourceFacts | null): Approvers {
  const owners = resource ? ownersWhoCan(facts, resource) : [];
  const administrators = administratorsWhoCan(facts, resource);
  const otherOwners = withoutRequester(facts, owners);
  if (otherOwners.length > 0) {
    const why = requesterMayInvite(facts) ? 'ownerDecides' : 'ownerMayInvite';
    return people(resource, otherOwners, false, why);
  }
  const otherAdministrators = withoutRequester(facts, administrators);
  if (otherAdministrators.length > 0) {
    return resource
      ? people(resource, otherAdministrators, true, 'administratorStandsIn')
      : people(null, otherAdministrators, false, 'directoryNeedsInviter');
  }
  const onlyRequester = owners.length > 0 || administrators.length > 0;
  return { kind: 'nobody', problem: nobody(onlyRequester, resource) };
}

function ownersWhoCan(facts: PolicyFacts, resource: ResourceFacts): readonly Account[] {
  const free = requesterMayInvite(facts);
  const allowed = (owner: Account) =>
    free || mayInvite(owner, facts.ownerRoles.get(owner.id) ?? [], facts.rules.allowInvitesFrom);
  return resource.owners.filter((owner) => canAct(owner) && allowed(owner));
}

function administratorsWhoCan(
  facts: PolicyFacts,
  resource: ResourceFacts | null,
): readonly Account[] {
  const { allowInvitesFrom } = facts.rules;
  return facts.administrators.filter(
    (each) => standsIn(each.roles, resource) && mayInvite(each, each.roles, allowInvitesFrom),
  );
}

/** A Guest Inviter may let people into the directory; what is inside of it is not his to give. */
function standsIn(roles: readonly DirectoryRole[], resource: ResourceFacts | null): boolean {
  return roles.some((role) => resource === null || role !== 'guestInviter');
}

function withoutRequester(facts: PolicyFacts, accounts: readonly Account[]): readonly Account[] {
  return accounts.filter(({ id }) => id !== facts.requester.id);
}

function people(
  resource: ResourceFacts | null,
  accounts: readonly Account[],
  standIn: boolean,
  why: string,
): Approvers {
  const approvers = [...new Map(accounts.map((each) => [each.id, toPerson(each)])).values()];
  return { kind: 'people', asked: { resourceId: resource?.id ?? null, approvers, standIn, why } };
}

function nobody(onlyRequester: boolean, resource: ResourceFacts | null): Problem {
  const code = onlyRequester ? 'policy.onlyYouCouldDecide' : 'policy.nobodyCanDecide';
  if (!resource) return { code: `${code}Directory`, params: {} };
  return { code, params: { resource: resource.name } };
}

function toPerson({ id, name, mail }: Account): Person {
  return { id, name, mail };
}
