/** One permission that the application is given, and by whom. What it is for stands in the texts (`permissions.…`). */
export interface Permission {
  /** As Entra and Exchange call it. */
  readonly name: string;
  /**
   * Where an administrator gives it. `entra`: for the whole tenant. `exchange`: for the sending mailboxes alone, by
   * RBAC for Applications; given in Entra, it would open every mailbox.
   */
  readonly givenIn: 'entra' | 'exchange';
  /** Whether the product needs it: always, with one value of a setting only, or not, with something left out. */
  readonly needed: 'always' | 'optional' | { readonly setting: string; readonly value: string };
  /** Another one of the table that lets pass all that this one does. */
  readonly coveredBy?: string;
  /** How much harm its holder could do. */
  readonly privilege: 'low' | 'medium' | 'high';
}

/**
 * Every application permission that the product asks for; `docs/permissions.md` says the same in words, and a test
 * holds both against the calls that are made. Each is the least one that Microsoft's page of the operation names.
 */
export const permissions = [
  { name: 'AppCatalog.Read.All', givenIn: 'entra', needed: 'always', privilege: 'low' },
  { name: 'Application.Read.All', givenIn: 'entra', needed: 'always', privilege: 'low' },
  { name: 'GroupMember.Read.All', givenIn: 'entra', needed: 'always', privilege: 'low' },
  { name: 'GroupMember.ReadWrite.All', givenIn: 'entra', needed: 'always', privilege: 'high' },
  { name: 'GroupSettings.Read.All', givenIn: 'entra', needed: 'always', privilege: 'low' },
  { name: 'Organization.Read.All', givenIn: 'entra', needed: 'always', privilege: 'low' },
  { name: 'Policy.Read.All', givenIn: 'entra', needed: 'always', privilege: 'low' },
  { name: 'RoleManagement.Read.Directory', givenIn: 'entra', needed: 'always', privilege: 'low' },
  { name: 'Team.ReadBasic.All', givenIn: 'entra', needed: 'always', privilege: 'low' },
  { name: 'TeamMember.ReadWrite.All', givenIn: 'entra', needed: 'always', privilege: 'high' },
  {
    name: 'TeamsAppInstallation.ReadWriteSelfForTeam.All',
    givenIn: 'entra',
    needed: 'always',
    privilege: 'low',
  },
  {
    name: 'TeamsAppInstallation.ReadWriteSelfForUser.All',
    givenIn: 'entra',
    needed: 'always',
    privilege: 'low',
  },
  { name: 'User.Invite.All', givenIn: 'entra', needed: 'always', privilege: 'medium' },
  {
    name: 'User.Read.All',
    givenIn: 'entra',
    needed: 'always',
    coveredBy: 'User.ReadWrite.All',
    privilege: 'medium',
  },
  { name: 'Mail.ReadWrite', givenIn: 'exchange', needed: 'always', privilege: 'medium' },
  { name: 'Mail.Send', givenIn: 'exchange', needed: 'always', privilege: 'medium' },
  { name: 'User.ReadWrite.All', givenIn: 'entra', needed: 'optional', privilege: 'high' },
  { name: 'Sites.Read.All', givenIn: 'entra', needed: 'optional', privilege: 'high' },
  {
    name: 'AppRoleAssignment.ReadWrite.All',
    givenIn: 'entra',
    needed: { setting: 'DIRECT_APP_ROLES', value: 'on' },
    privilege: 'high',
  },
] as const satisfies readonly Permission[];

/** The name of a permission of the table. */
export type PermissionName = (typeof permissions)[number]['name'];
