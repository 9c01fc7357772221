import type { PolicyFacts } from '../../src/policy/types.ts';
import type {
  Account,
  AllowInvitesFrom,
  DirectoryRole,
  ResourceFacts,
} from '../../src/requests/ports.ts';

export function account(id: string, changes: Partial<Account> = {}): Account {
  return {
    id,
    name: id,
    mail: `${id}@woodgrove.com`,
    userType: 'member',
    enabled: true,
    guestState: null,
    ...changes,
  };
}

export function resource(
  id: string,
  owners: readonly Account[],
  changes: Partial<ResourceFacts> = {},
): ResourceFacts {
  return { id, kind: 'team', name: id, description: null, owners, refusal: null, ...changes };
}

interface Given {
  readonly requester?: Account;
  readonly allowInvitesFrom?: AllowInvitesFrom;
  readonly resources?: readonly ResourceFacts[];
  /** Active roles by account id: the requester's, the owners' and the administrators'. */
  readonly roles?: Readonly<Record<string, readonly DirectoryRole[]>>;
  readonly directoryOnly?: boolean;
}

/** Facts as the directory would give them: whoever has a role and can act is an administrator. */
export function givenFacts({
  requester = account('john'),
  allowInvitesFrom = 'everyone',
  resources = [],
  roles = {},
  directoryOnly,
}: Given): PolicyFacts {
  const owners = resources.flatMap((each) => each.owners);
  const people = new Map([...owners, requester].map((each) => [each.id, each]));
  return {
    requester,
    requesterRoles: roles[requester.id] ?? [],
    rules: { allowInvitesFrom, verifiedDomains: [], allowedDomains: [], blockedDomains: [] },
    resources,
    administrators: Object.entries(roles)
      .map(([id, held]) => ({ ...(people.get(id) ?? account(id)), roles: held }))
      .filter((each) => each.enabled && each.userType === 'member' && each.roles.length > 0),
    ownerRoles: new Map(Object.entries(roles)),
    directoryOnly,
  };
}
