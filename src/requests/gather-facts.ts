import type { PolicyFacts } from '../policy/types.ts';
import type { RequestDeps } from './deps.ts';
import type { Account, InvitationRules, ResourceFacts } from './ports.ts';
import type { RequestView, ResourceRef } from './types.ts';

/** What is known of a decision already, or being read. */
interface Known {
  readonly requester: Account | Promise<Account>;
  readonly resources: readonly ResourceFacts[] | Promise<readonly ResourceFacts[]>;
  /** Left out: read now. */
  readonly rules?: InvitationRules;
}

/** Reads what the decision looks at, as the directory has it now: all of it at once. */
export async function gatherFacts(
  { directory, settings }: Pick<RequestDeps, 'directory' | 'settings'>,
  known: Known,
): Promise<PolicyFacts> {
  const [requester, resources, rules, administrators] = await Promise.all([
    known.requester,
    known.resources,
    known.rules ?? directory.invitationRules(),
    directory.administrators(),
  ]);
  // Whoever has an active role and can act is an administrator: no further look-up per person.
  const roles = new Map(administrators.map((each) => [each.id, each.roles]));
  return {
    requester,
    requesterRoles: roles.get(requester.id) ?? [],
    rules,
    resources,
    administrators,
    ownerRoles: roles,
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
  return gatherFacts(deps, {
    requester: accountOf(deps, requester),
    resources: readResources(deps, waiting),
  });
}
