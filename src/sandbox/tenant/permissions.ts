/** The application permissions an administrator of WoodGrove has granted to Guestlist in Entra: what it needs, and no more. */
export const defaultPermissions = [
  'AppCatalog.Read.All',
  'Application.Read.All',
  'GroupMember.Read.All',
  'GroupMember.ReadWrite.All',
  'GroupSettings.Read.All',
  'Organization.Read.All',
  'Policy.Read.All',
  'RoleManagement.Read.Directory',
  'Sites.Read.All',
  'Team.ReadBasic.All',
  'TeamMember.ReadWrite.All',
  'TeamsAppInstallation.ReadWriteSelfForTeam.All',
  'TeamsAppInstallation.ReadWriteSelfForUser.All',
  'User.Invite.All',
  'User.Read.All',
  'User.ReadWrite.All',
] as const;

/** What Exchange grants for the sending mailboxes alone (RBAC for Applications): roles `Application …`. */
export const defaultMailboxPermissions = ['Mail.ReadWrite', 'Mail.Send'] as const;

/** What people can allow Guestlist to do in their name, each as far as his own right reaches. */
export const defaultDelegatedPermissions = ['TeamMember.ReadWrite.All', 'User.Invite.All'] as const;
