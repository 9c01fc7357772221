import { guidOf, hexOf } from '../guid.ts';
import { type Tenant, verifiedDomains } from '../tenant.ts';
import type { Application, Group } from '../types.ts';

/** The role that every application has. */
export const DEFAULT_ROLE = '00000000-0000-0000-0000-000000000000';

/** What a seed says of a group; `seed` makes its id. */
export interface NewGroup {
  readonly seed: string;
  readonly displayName: string;
  readonly description?: string | null;
  /** unified: a Microsoft 365 group, with mailbox and site. security: members and nothing else. */
  readonly kind: 'unified' | 'security';
  readonly owners?: readonly string[];
  readonly members?: readonly string[];
  readonly change?: Partial<Group>;
}

function nickname(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'group'
  );
}

/** Puts one person into a group, as something that has long been so. */
function settle(tenant: Tenant, groupId: string, userId: string): void {
  const at = tenant.world.clock.now().toISOString();
  tenant.memberships.put(`${groupId}/${userId}`, { groupId, userId, from: 'team', at });
}

/** Makes somebody an owner of a group or an application. */
export function own(tenant: Tenant, resourceId: string, userId: string): void {
  tenant.ownerships.put(`${resourceId}/${userId}`, { resourceId, userId });
}

/** Adds a group with its owners and members; owners of a Microsoft 365 group are members of it, too. */
export function addGroup(tenant: Tenant, wish: NewGroup): Group {
  const unified = wish.kind === 'unified';
  const mailNickname = nickname(wish.seed);
  const mail = unified ? `${mailNickname}@${verifiedDomains[0]}` : null;
  const group: Group = {
    id: guidOf(`group/${wish.seed}`),
    displayName: wish.displayName,
    description: wish.description ?? null,
    groupTypes: unified ? ['Unified'] : [],
    mail,
    mailNickname,
    mailEnabled: unified,
    securityEnabled: !unified,
    visibility: unified ? 'Private' : null,
    membershipRule: null,
    onPremisesSyncEnabled: null,
    isAssignableToRole: null,
    assignedLabels: [],
    proxyAddresses: mail ? [`SMTP:${mail}`] : [],
    allowToAddGuests: null,
    createdDateTime: tenant.world.clock.now().toISOString(),
    ...wish.change,
  };
  tenant.groups.put(group.id, group);
  const owners = wish.owners ?? [];
  for (const owner of owners) own(tenant, group.id, owner);
  for (const member of new Set([...(unified ? owners : []), ...(wish.members ?? [])])) {
    settle(tenant, group.id, member);
  }
  return group;
}

/** Adds a team: a Microsoft 365 group with a channel General. */
export function addTeam(
  tenant: Tenant,
  wish: Omit<NewGroup, 'kind'> & { readonly archived?: boolean },
): Group {
  const group = addGroup(tenant, { ...wish, kind: 'unified' });
  tenant.teams.put(group.id, {
    id: group.id,
    isArchived: wish.archived ?? false,
    generalChannelId: `19:${hexOf(`channel/${wish.seed}`)}@thread.tacv2`,
  });
  return group;
}

/** What a seed says of an application. */
export interface NewApplication {
  readonly seed: string;
  readonly displayName: string;
  readonly description?: string | null;
  readonly owners?: readonly string[];
  /** Gives it a security group whose members may use it. */
  readonly assignedGroup?: boolean;
  readonly assignedUsers?: readonly string[];
}

function assign(
  tenant: Tenant,
  { id: applicationId, createdDateTime }: Application,
  principalId: string,
  principalType: 'User' | 'Group',
): void {
  const id = hexOf(`access/${applicationId}/${principalId}`);
  const appRoleId = DEFAULT_ROLE;
  const access = { id, applicationId, principalId, principalType, appRoleId, createdDateTime };
  tenant.access.put(id, access);
}

/** Adds an application with its owners and those who may use it. */
export function addApplication(tenant: Tenant, wish: NewApplication): Application {
  const application: Application = {
    id: guidOf(`application/${wish.seed}`),
    appId: guidOf(`appId/${wish.seed}`),
    displayName: wish.displayName,
    description: wish.description ?? null,
    homepage: `https://${nickname(wish.seed)}.${verifiedDomains[0]}/`,
    loginUrl: null,
    accountEnabled: true,
    appRoleAssignmentRequired: true,
    appRoles: [],
    createdDateTime: tenant.world.clock.now().toISOString(),
  };
  tenant.applications.put(application.id, application);
  for (const owner of wish.owners ?? []) own(tenant, application.id, owner);
  for (const user of wish.assignedUsers ?? []) assign(tenant, application, user, 'User');
  if (wish.assignedGroup) {
    const group = addGroup(tenant, {
      seed: `${wish.seed} Users`,
      displayName: `${wish.displayName} Users`,
      description: `Members may use ${wish.displayName}.`,
      kind: 'security',
      owners: wish.owners ?? [],
    });
    assign(tenant, application, group.id, 'Group');
  }
  return application;
}
