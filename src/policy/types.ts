import type { Account, DirectoryRole, InvitationRules, ResourceFacts } from '../requests/ports.ts';
import type { Person, Problem } from '../requests/types.ts';

/** Everything the decision looks at. Nothing else counts. */
export interface PolicyFacts {
  readonly requester: Account;
  readonly requesterRoles: readonly DirectoryRole[];
  readonly rules: InvitationRules;
  /** Empty: directory only. */
  readonly resources: readonly ResourceFacts[];
  readonly administrators: readonly (Account & { readonly roles: readonly DirectoryRole[] })[];
  /** Active roles of each owner, by id (an owner who is missing here has none). */
  readonly ownerRoles: ReadonlyMap<string, readonly DirectoryRole[]>;
  /** Our own setting: whether a guest may be brought in without any resource. Default: yes. */
  readonly directoryOnly?: boolean;
}

/** Who must agree for one resource (`resourceId` null: the directory itself). */
export interface Asked {
  readonly resourceId: string | null;
  readonly approvers: readonly Person[];
  /** True where no owner can act and administrators stand in. */
  readonly standIn: boolean;
  /** Why these people, as a code for `language/` (`cards.why.<code>`). */
  readonly why: string;
}

/** The decision, with its reason. */
export type Decision =
  | { readonly kind: 'allow'; readonly why: string }
  | { readonly kind: 'ask'; readonly asked: readonly Asked[] }
  | { readonly kind: 'deny'; readonly problem: Problem };
