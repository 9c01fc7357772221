import type { Person, Problem, ResourceKind, ResourceRef } from './types.ts';

/** The time, handed in so that tests and the sandbox can move it. */
export interface Clock {
  now(): Date;
}

/** Randomness, handed in: `text(n)` gives n characters of `23456789abcdefghjkmnpqrstuvwxyz`. */
export interface Random {
  text(length: number): string;
  uuid(): string;
}

/** An account of the tenant, with what policy needs to know. */
export interface Account extends Person {
  readonly userType: 'member' | 'guest';
  readonly enabled: boolean;
  /** `PendingAcceptance`, `Accepted`, or null for accounts that were never invited. */
  readonly guestState: 'PendingAcceptance' | 'Accepted' | null;
}

/** Active directory roles that matter here. Eligible ones do not count until they are activated. */
export type DirectoryRole = 'globalAdministrator' | 'userAdministrator' | 'guestInviter';

/** Who may invite: `policies/authorizationPolicy.allowInvitesFrom`. */
export type AllowInvitesFrom =
  | 'none'
  | 'adminsAndGuestInviters'
  | 'adminsGuestInvitersAndAllMembers'
  | 'everyone';

/** The tenant's own word on inviting. Domains in lower case. */
export interface InvitationRules {
  readonly allowInvitesFrom: AllowInvitesFrom;
  readonly verifiedDomains: readonly string[];
  /** Empty: every domain that is not blocked. */
  readonly allowedDomains: readonly string[];
  readonly blockedDomains: readonly string[];
}

/** A resource with what policy and cards need. */
export interface ResourceFacts extends ResourceRef {
  readonly description: string | null;
  readonly owners: readonly Account[];
  /**
   * Why no guest can be added, where none can: `resource.dynamic`, `resource.onPremises`,
   * `resource.roleAssignable`, `resource.mailEnabledSecurity`, `resource.archived`,
   * `resource.labelForbidsGuests`, `resource.guestsNotAllowed`, `resource.noAssignedGroup`.
   */
  readonly refusal: Problem | null;
}

/** What a look-up by name found. `exact` decides; `near` are offered when `exact` is empty. */
export interface ResourceSearch {
  readonly exact: readonly ResourceFacts[];
  readonly near: readonly ResourceFacts[];
}

/** Reads of the directory. Implemented by `graph/`. All may throw AppError `unavailable` or `throttled`. */
export interface Directory {
  account(id: string): Promise<Account | null>;
  /** By `mail`, `otherMails`, `proxyAddresses`, `identities` and user principal name. */
  accountByAddress(address: string): Promise<Account | null>;
  /** Names are compared without case, outer blanks and runs of blanks; an object id is one, too. */
  searchResources(name: string): Promise<ResourceSearch>;
  resource(id: string, kind: ResourceKind): Promise<ResourceFacts | null>;
  invitationRules(): Promise<InvitationRules>;
  /** Enabled members with an active role of DirectoryRole, once each. */
  administrators(): Promise<readonly (Account & { readonly roles: readonly DirectoryRole[] })[]>;
}

/** Outcome of an attempt to give access. later: done in the group, Teams may follow hours later. */
export type GrantOutcome = 'added' | 'already' | 'later';

/** An invitation in a person's own name, which Microsoft mails. */
export interface OwnMail {
  /** His, for Graph. */
  readonly token: string;
  /** His words; null: Microsoft's alone. */
  readonly message: string | null;
  /** BCP 47, of Microsoft's words. */
  readonly locale: string;
}

/** What inviting gave: the redeem link can never be read again. */
export interface Invited {
  readonly userId: string;
  readonly redeemUrl: string;
}

/**
 * Writes to the tenant, called by jobs only. Each may run twice and then changes nothing.
 * Throws AppError: `notYetThere` (replication), `unavailable`, `throttled` are passing; every
 * other code is a named stop (`guest.blocked`, `guest.softDeleted`, `guest.internalAccount`,
 * `guest.proxyConflict`, `guest.crossTenantBlocked`, `guest.invitationsNotAllowed`,
 * `guest.domainNotAllowed`, `tenant.quotaExceeded`, `tenant.suspicious`, `resource.*`, `graph.forbidden` …).
 */
export interface Tenant {
  /**
   * `POST /invitations`, without a mail of Microsoft's unless `own` says in whose name. Throws `guest.exists` with
   * `userId`, and `graph.ownRightRefused` where a person's right does not reach so far, or is there no more.
   */
  invite(wish: {
    address: string;
    name: string | null;
    redirectUrl: string;
    sponsorId: string;
    urgent: boolean;
    own?: OwnMail;
  }): Promise<Invited>;
  /** Looks for a soft-deleted account with this address: its id, or null. */
  deletedAccount(address: string): Promise<string | null>;
  ensureSponsor(guestId: string, sponsorId: string): Promise<void>;
  /**
   * `ownToken`: an owner's, in whose right Teams' own call is made, and nothing else is tried. Throws
   * `graph.ownRightRefused` where his right does not reach so far, or is there no more.
   */
  ensureTeamMember(
    teamId: string,
    guestId: string,
    options: { urgent: boolean; ownToken?: string | null },
  ): Promise<GrantOutcome>;
  ensureGroupMember(
    groupId: string,
    guestId: string,
    options: { urgent: boolean },
  ): Promise<GrantOutcome>;
  ensureApplicationAccess(
    servicePrincipalId: string,
    guestId: string,
    options: { urgent: boolean },
  ): Promise<GrantOutcome>;
  /** Whether the team's own roster (not its group) shows this person. */
  teamRosterHas(teamId: string, personId: string): Promise<boolean>;
  /** Where an invited person should land: team deep link, group site, application page, else My Apps of the tenant. */
  landingUrl(resource: ResourceRef | null): Promise<string>;
  /** Guests whose state changed since `cursor` (null: from now on); opaque cursor to go on with. */
  changedGuests(cursor: string | null): Promise<{
    cursor: string;
    guests: readonly { id: string; state: 'PendingAcceptance' | 'Accepted' | null }[];
  }>;
}

/**
 * What people let us do in their own names. A token is asked for anew for each use, and never kept, logged
 * or written down by us.
 */
export interface OwnRights {
  /** A token of his for Graph; null: he has not consented or has taken it back, or it is not to be had now. */
  token(personId: string): Promise<string | null>;
}

/** A finished mail. `key` is ours, travels as a header and finds the message again. */
export interface OutgoingMail {
  readonly key: string;
  readonly to: { readonly address: string; readonly name: string | null };
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** The sending mailboxes. Drafts first: only a recorded draft is ever sent. */
export interface Mailboxes {
  readonly addresses: readonly string[];
  createDraft(mailbox: string, mail: OutgoingMail): Promise<{ draftId: string }>;
  /** Sends the draft; `alreadySent` when it is no longer in Drafts and Sent Items has it. Throws `mail.lost` when neither has it. */
  sendDraft(mailbox: string, draftId: string, key: string): Promise<'sent' | 'alreadySent'>;
  /** Removes a draft that lost the race to be recorded; a missing one is fine. */
  discardDraft(mailbox: string, draftId: string): Promise<void>;
}

/** Where a message goes. */
export interface ChatAddress {
  readonly conversationId: string;
  readonly serviceUrl: string;
}

/** A message for people: a card, or text (already in the reader's language, escaped for Teams markdown). */
export interface ChatMessage {
  readonly card?: object;
  readonly text?: string;
  /** An OAuth card (Bot Framework), by which Teams signs the reader in. */
  readonly signIn?: object;
  /** People to mention: `<at>name</at>` must stand in `text`. */
  readonly mentions?: readonly { readonly id: string; readonly name: string }[];
  /** One line for the notification. */
  readonly summary?: string;
}

/** Sending to Teams. Implemented by `bot/`. Throws AppError `unavailable`, `throttled`, `chat.notReachable`, `chat.gone`. */
export interface Notifier {
  /** The person's 1:1 chat; installs the app for him first where needed. Throws `chat.notReachable` with the cause. */
  personalChat(personId: string): Promise<ChatAddress>;
  /** A team's main channel, or null when the bot cannot be brought there. */
  teamChannel(teamId: string): Promise<ChatAddress | null>;
  /** The Teams identity (MRI) to mention a person by, from the roster of this conversation; null: not on it. */
  rosterId(chat: ChatAddress, personId: string): Promise<string | null>;
  post(chat: ChatAddress, message: ChatMessage): Promise<{ activityId: string }>;
  update(chat: ChatAddress, activityId: string, message: ChatMessage): Promise<void>;
}

/** Names of the kinds of job and what each carries. One file each in `jobs/tasks/`. */
export interface TaskPayloads {
  'notify-approvers': { requestId: string };
  'check-approvers': { requestId: string };
  /** `version`: the request's, as the decision has left it. */
  'follow-decision': { requestId: string; version: number };
  'offer-own-right': { requestId: string };
  'refresh-cards': { requestId: string };
  'show-first-card': { requestId: string };
  /** `again`: the dead letter this job comes from; what failed with that one is opened anew. */
  'provision-guests': { requestId: string; rowIds: string[]; again?: string };
  'send-invitation': { rowId: string; again?: string };
  'welcome-guest': { rowId: string };
  'tell-requester': {
    requestId: string;
    event: 'decided' | 'arrived' | 'attention' | 'unreached';
    rowId?: string;
  };
}
export type TaskName = keyof TaskPayloads;

/** The durable queue, seen from an operation. `tx` is the transaction of the change that causes the job. */
export interface Queue<Tx> {
  enqueue<T extends TaskName>(
    tx: Tx,
    task: T,
    data: TaskPayloads[T],
    options?: { urgent?: boolean },
  ): Promise<void>;
}
