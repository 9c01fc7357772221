/** How a person signs in; an invited guest's invited address stands here, whatever becomes of `mail`. */
export interface Identity {
  readonly signInType: string;
  readonly issuer: string;
  readonly issuerAssignedId: string | null;
}

/** A user as the directory keeps it. Addresses as written; look-ups compare without case. */
export interface User {
  readonly id: string;
  /** The short name of a seeded person (`john`), else null. */
  readonly key: string | null;
  readonly displayName: string;
  readonly givenName: string | null;
  readonly surname: string | null;
  readonly mail: string | null;
  readonly userPrincipalName: string;
  readonly userType: 'Member' | 'Guest';
  readonly accountEnabled: boolean;
  readonly jobTitle: string | null;
  readonly department: string | null;
  readonly companyName: string | null;
  readonly officeLocation: string | null;
  readonly preferredLanguage: string | null;
  readonly usageLocation: string | null;
  readonly otherMails: readonly string[];
  /** With their prefix: `SMTP:` for the primary one, `smtp:` for the others. */
  readonly proxyAddresses: readonly string[];
  readonly identities: readonly Identity[];
  readonly externalUserState: 'PendingAcceptance' | 'Accepted' | null;
  readonly externalUserStateChangeDateTime: string | null;
  readonly creationType: 'Invitation' | null;
  readonly createdDateTime: string;
  readonly onPremisesSyncEnabled: boolean | null;
  readonly managerId: string | null;
  readonly sponsorIds: readonly string[];
  /** The address a guest was invited with, in lower case. */
  readonly invitedAs: string | null;
  /** Set while the user lies among the deleted items. */
  readonly deletedDateTime: string | null;
  /** Milliseconds of the machine's clock from which on every replica knows the user. */
  readonly visibleFrom: number;
  /** The tenant's change number of the last change, for delta. */
  readonly changed: number;
}

/** A label of the kind that rules a group. */
export interface Label {
  readonly labelId: string;
  readonly displayName: string;
}

/** A group; a team is a group with a Team of the same id. */
export interface Group {
  readonly id: string;
  readonly displayName: string;
  readonly description: string | null;
  readonly groupTypes: readonly string[];
  readonly mail: string | null;
  readonly mailNickname: string;
  readonly mailEnabled: boolean;
  readonly securityEnabled: boolean;
  readonly visibility: 'Private' | 'Public' | null;
  readonly membershipRule: string | null;
  readonly onPremisesSyncEnabled: boolean | null;
  readonly isAssignableToRole: boolean | null;
  readonly assignedLabels: readonly Label[];
  /** As a user's. */
  readonly proxyAddresses: readonly string[];
  /** The group's own guest policy (`Group.Unified.Guest`); null: none, guests are welcome. */
  readonly allowToAddGuests: boolean | null;
  readonly createdDateTime: string;
}

/** What makes a group a team. */
export interface Team {
  readonly id: string;
  readonly isArchived: boolean;
  /** The thread of the channel General: where the team's messages go. */
  readonly generalChannelId: string;
}

/** One person in one group. `from`: on which side he was added, which decides when Teams shows him. */
export interface Membership {
  readonly groupId: string;
  readonly userId: string;
  readonly from: 'team' | 'group';
  /** ISO, WoodGrove's clock. */
  readonly at: string;
}

/** One owner of a group or of an application. */
export interface Ownership {
  readonly resourceId: string;
  readonly userId: string;
}

/** An application, by its service principal. */
export interface Application {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  readonly description: string | null;
  readonly homepage: string | null;
  readonly loginUrl: string | null;
  readonly accountEnabled: boolean;
  readonly appRoleAssignmentRequired: boolean;
  /** Role ids besides the default one. */
  readonly appRoles: readonly {
    readonly id: string;
    readonly value: string;
    readonly displayName: string;
  }[];
  readonly createdDateTime: string;
}

/** Who may use an application: a person, or a group whose members may. */
export interface AppAccess {
  readonly id: string;
  readonly applicationId: string;
  readonly principalId: string;
  readonly principalType: 'User' | 'Group';
  readonly appRoleId: string;
  readonly createdDateTime: string;
}

/** A directory role somebody holds, or could activate. */
export interface RoleHolding {
  readonly id: string;
  readonly userId: string;
  /** The role's template id. */
  readonly roleId: string;
  readonly state: 'active' | 'eligible';
}

/** A redeem link that was given out. Only a guest's newest one works. */
export interface Invitation {
  readonly id: string;
  readonly ticket: string;
  readonly userId: string;
  readonly address: string;
  readonly redirectUrl: string;
  readonly at: string;
  readonly state: 'open' | 'redeemed' | 'superseded';
}

/** An outside domain and what happens to invitations for it. */
export interface OutsideDomain {
  readonly domain: string;
  readonly trouble: 'crossTenant' | 'quota' | 'suspicious' | 'notForCompany';
}

/** An outside person whose own directory tells his name once he has signed in. */
export interface Outsider {
  readonly address: string;
  readonly displayName: string;
  readonly givenName: string;
  readonly surname: string;
}

/** An app of the tenant's catalogue. */
export interface CatalogApp {
  readonly id: string;
  /** The manifest's id. */
  readonly externalId: string;
  readonly displayName: string;
  readonly version: string;
}

/** The app at a person (his own scope) or in a team. */
export interface Installation {
  readonly id: string;
  readonly appId: string;
  readonly scope: 'user' | 'team';
  readonly scopeId: string;
}

/** A message in a mailbox, as Graph shows it. */
export interface MailMessage {
  /** The immutable id, for callers that ask for it. */
  readonly id: string;
  /** The usual id: another one after the message has moved. */
  readonly movingId: string;
  /** The mailbox's user id. */
  readonly mailboxId: string;
  readonly folder: 'drafts' | 'sentitems';
  readonly createdDateTime: string;
  readonly sentDateTime: string | null;
  readonly internetMessageId: string;
  readonly subject: string;
  readonly contentType: 'html' | 'text';
  readonly content: string;
  readonly importance: 'low' | 'normal' | 'high';
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  readonly bcc: readonly MailAddress[];
  readonly replyTo: readonly MailAddress[];
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly extended: readonly { readonly id: string; readonly value: string }[];
}

export interface MailAddress {
  readonly name: string | null;
  readonly address: string;
}

/** A mail that left: what the receiver sees. */
export interface SentMail {
  readonly id: string;
  readonly time: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** The first redeem link in it. */
  readonly redeemUrl: string | null;
}
