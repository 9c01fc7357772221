/** Application permissions that let an operation pass: any one of the list. */
export const permitted = {
  readUsers: ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All'],
  writeUsers: ['User.ReadWrite.All', 'Directory.ReadWrite.All'],
  invite: ['User.Invite.All', 'Directory.ReadWrite.All'],
  readGroups: [
    'GroupMember.Read.All',
    'Group.Read.All',
    'Group.ReadWrite.All',
    'Directory.Read.All',
  ],
  readGroupPeople: [
    'GroupMember.Read.All',
    'GroupMember.ReadWrite.All',
    'Group.Read.All',
    'Group.ReadWrite.All',
    'Directory.Read.All',
  ],
  readMemberships: [
    'User.Read.All',
    'GroupMember.Read.All',
    'Group.Read.All',
    'Directory.Read.All',
  ],
  writeGroupMembers: [
    'GroupMember.ReadWrite.All',
    'Group.ReadWrite.All',
    'Directory.ReadWrite.All',
  ],
  readGroupSettings: ['GroupSettings.Read.All', 'Directory.Read.All'],
  readTeams: [
    'Team.ReadBasic.All',
    'TeamSettings.Read.All',
    'Group.Read.All',
    'Directory.Read.All',
  ],
  readTeamMembers: ['TeamMember.Read.All', 'TeamMember.ReadWrite.All', 'Group.Read.All'],
  writeTeamMembers: ['TeamMember.ReadWrite.All', 'TeamMember.ReadWriteNonOwnerRole.All'],
  readChannels: ['Channel.ReadBasic.All', 'ChannelSettings.Read.All', 'Group.Read.All'],
  readTeamApps: [
    'TeamsAppInstallation.ReadForTeam.All',
    'TeamsAppInstallation.ReadWriteForTeam.All',
    'TeamsAppInstallation.ReadWriteSelfForTeam.All',
  ],
  installInTeam: [
    'TeamsAppInstallation.ReadWriteForTeam.All',
    'TeamsAppInstallation.ReadWriteSelfForTeam.All',
  ],
  readUserApps: [
    'TeamsAppInstallation.ReadForUser.All',
    'TeamsAppInstallation.ReadWriteForUser.All',
    'TeamsAppInstallation.ReadWriteSelfForUser.All',
  ],
  installForUser: [
    'TeamsAppInstallation.ReadWriteForUser.All',
    'TeamsAppInstallation.ReadWriteSelfForUser.All',
  ],
  readCatalog: ['AppCatalog.Read.All', 'AppCatalog.ReadWrite.All'],
  readApplications: ['Application.Read.All', 'Application.ReadWrite.All', 'Directory.Read.All'],
  readAssignments: ['Directory.Read.All', 'AppRoleAssignment.ReadWrite.All'],
  assignAppRoles: ['AppRoleAssignment.ReadWrite.All'],
  readRoles: ['RoleManagement.Read.Directory', 'RoleManagement.Read.All', 'Directory.Read.All'],
  readPolicies: ['Policy.Read.All'],
  readDomains: ['Domain.Read.All', 'Directory.Read.All'],
  readOrganization: ['Organization.Read.All', 'Directory.Read.All'],
  readSites: ['Sites.Read.All', 'Sites.ReadWrite.All'],
  readMail: ['Mail.Read', 'Mail.ReadWrite'],
  writeMail: ['Mail.ReadWrite'],
  sendMail: ['Mail.Send'],
} as const satisfies Record<string, readonly string[]>;

/** Delegated permissions that let an operation pass for a person: any one of the list. */
export const delegated = {
  invite: ['User.Invite.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All'],
  writeTeamMembers: ['TeamMember.ReadWrite.All'],
} as const satisfies Record<string, readonly string[]>;
