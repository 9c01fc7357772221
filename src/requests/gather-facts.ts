import type { PolicyFacts } from '../policy/types.ts';
import type { RequestDeps } from './deps.ts';
import type { Account, InvitationRules, ResourceFacts } from './ports.ts';
import type { RequestView, ResourceRef } from './types.ts';

/** Reads what the decision looks at, as the directory has it now. */
export async function gatherFacts(
  { directory, settings }: Pick<RequestDeps, 'directory' | 'settings'>,
  requester: Account,
  resources: readonly ResourceFacts[],
  knownRules?: InvitationRules,
): Promise<PolicyFacts> {
  const [requesterRoles, rules, administrators] = await Promise.all([
    directory.activeRoles(requester.id),
    knownRules ?? directory.invitationRules(),
    directory.administrators(),
  ]);
  return {
    requester,
    requesterRoles,
    rules,
    resources,
    administrators,
    // Whoever has an active role and can act is an administrator: no further look-up per owner.
    ownerRoles: new Map(administrators.map(({ id, roles }) => [id, roles])),
    directoryOnly: settings.directoryOnly,
  };
}

/** The resources of a request as they are now; one that is gone takes no guests and has no owners. */
export function readResources(
  { directory }: Pick<RequestDeps, 'directory'>,
  resources: readonly ResourceRef[],
): Promise<readonly ResourceFacts[]> {
  return Promise.all(
    resources
      .filter(({ id }) => id !== '')
      .map(
        async ({ id, kind, name }) =>
          (await directory.resource(id, kind)) ?? gone({ id, kind, name }),
      ),
  );
}

function gone(ref: ResourceRef): ResourceFacts {
  const refusal = { code: 'resource.gone', params: { resource: ref.name } };
  return { ...ref, description: null, owners: [], refusal };
}

/** An account that is gone counts as one that cannot act. */
export async function accountOf(
  { directory }: Pick<RequestDeps, 'directory'>,
  person: { readonly id: string; readonly name: string; readonly mail: string | null },
): Promise<Account> {
  const { id, name, mail } = person;
  const found = await directory.account(id);
  return found ?? { id, name, mail, userType: 'member', enabled: false, guestState: null };
}

/** The facts about what waits in a request for its approvers. */
export async function factsOfWaiting(
  deps: Pick<RequestDeps, 'directory' | 'settings'>,
  { requester, resources }: Pick<RequestView, 'requester' | 'resources'>,
): Promise<PolicyFacts> {
  const waiting = resources.filter(({ decision }) => decision === 'waiting');
  const [account, read] = await Promise.all([
    accountOf(deps, requester),
    readResources(deps, waiting),
  ]);
  return gatherFacts(deps, account, read);
}
