/** What a guest can be given. */
export type ResourceKind = 'team' | 'group' | 'application';

/** A person of our tenant as cards and audit name him: `id` is the Entra object id. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly mail: string | null;
}

/** A team, group or application, by its Entra object id (an application: its service principal's). */
export interface ResourceRef {
  readonly id: string;
  readonly kind: ResourceKind;
  readonly name: string;
}

/** A named cause, as data: `language/` turns `errors.<code>` and `nextSteps.<code>` into sentences. */
export interface Problem {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** One guest as asked for: the address as typed (trimmed), a display name where one was given. */
export interface GuestWish {
  readonly address: string;
  readonly name: string | null;
}

/** What somebody asked for, before anything was looked up: from a sentence, a form, a row of a file. */
export interface RequestWish {
  readonly guests: readonly GuestWish[];
  /** Names as written, or object ids. */
  readonly resources: readonly string[];
  /**
   * Other readings of an entry of `resources`, in the order to try them where the entry itself names
   * nothing: `Research and Development` → `[['Research', 'Development']]`. A reading counts only when
   * each of its names is found; the most split one is last, and is what to ask about when none counts.
   */
  readonly splits?: Readonly<Record<string, readonly (readonly string[])[]>>;
  readonly directoryOnly: boolean;
  readonly reason: string | null;
  /** Last day of access, `YYYY-MM-DD`, in the requester's calendar. */
  readonly until: string | null;
  /** The requester's own words for the invitation. Plain text, never markup. */
  readonly message: string | null;
}

/**
 * The life of a request.
 * draft: something is missing, a form is open. pending: waits for approvers. working: approved, jobs
 * are under way. done: every row ended well. attention: ended, and at least one row failed.
 */
export type RequestStatus =
  | 'draft'
  | 'pending'
  | 'working'
  | 'done'
  | 'attention'
  | 'denied'
  | 'cancelled';

/** The life of one guest row. invited: in the directory, access given, mail sent. arrived: redeemed. */
export type GuestStatus = 'waiting' | 'working' | 'invited' | 'arrived' | 'failed' | 'stopped';

/** later: the group has him, Teams may show him hours later. */
export type GrantStatus = 'waiting' | 'done' | 'later' | 'failed';

/** One resource of a request and how its approval stands. An empty `id` is the directory itself (directory only). */
export interface ResourceView extends ResourceRef {
  readonly decision: 'notNeeded' | 'waiting' | 'approved' | 'denied';
  /** Who may decide; empty where nobody needs to. */
  readonly approvers: readonly Person[];
  /** True where no owner can act and administrators were asked instead. */
  readonly standIn: boolean;
  /** Why these people decide, or nobody needs to: `why.<code>`. */
  readonly why?: string | null;
  readonly decidedBy: Person | null;
  readonly decidedAt: Date | null;
  readonly comment: string | null;
}

/** One guest row with what became of it. */
export interface GuestView {
  readonly id: string;
  /** 1-based, as in a file. */
  readonly row: number;
  readonly address: string;
  readonly name: string | null;
  readonly status: GuestStatus;
  readonly problem: Problem | null;
  readonly grants: readonly {
    readonly resourceId: string;
    readonly status: GrantStatus;
    readonly problem: Problem | null;
  }[];
  readonly mailedAt: Date | null;
  readonly arrivedAt: Date | null;
  /** He was a guest already and had been given everything: nothing was done, no mail was sent. */
  readonly alreadyIn?: boolean;
  /** He had redeemed long before: what is new is his access, told by a mail that needs no redeeming. */
  readonly wasGuest?: boolean;
}

/** A resource name that a draft could not settle: no hit (then `candidates` are the nearest), or several. */
export interface OpenResource {
  readonly asked: string;
  readonly reason: 'notFound' | 'several';
  readonly candidates: readonly (ResourceRef & { readonly description: string | null })[];
}

/** Everything a card, a mail or a report may say of one request. Read in one go, never written. */
export interface RequestView {
  /** Eight characters, as people type it: `status k7m2p9qa`. */
  readonly id: string;
  readonly status: RequestStatus;
  /** Grows by one with every change; a card says which one it was drawn from. */
  readonly version: number;
  readonly requester: Person;
  readonly guests: readonly GuestView[];
  readonly resources: readonly ResourceView[];
  readonly directoryOnly: boolean;
  readonly reason: string | null;
  readonly until: string | null;
  readonly message: string | null;
  readonly createdAt: Date;
  readonly decidedAt: Date | null;
  /** Who denied or cancelled, where somebody did. */
  readonly endedBy: Person | null;
  /** The reason of a denial, in the approver's words. */
  readonly denial: string | null;
  /** Why the product itself denied (policy), as a named cause. */
  readonly problem: Problem | null;
  /** What the form still has to ask; empty unless `draft`. */
  readonly openResources: readonly OpenResource[];
  /** Approvers who could not be reached in Teams. */
  readonly unreached: readonly Person[];
  /** BCP 47, the requester's Teams locale. */
  readonly locale: string;
  /** Something has been done for a guest already: it can no longer be taken back. */
  readonly begun?: boolean;
  /** Whether the form may offer to add the guests to the directory and to nothing else. Only in a `draft`. */
  readonly directoryOnlyAllowed?: boolean;
}
