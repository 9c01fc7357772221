import type {
  Account,
  ChatMessage,
  DirectoryRole,
  GrantOutcome,
  InvitationRules,
  OutgoingMail,
  ResourceFacts,
} from '../../../src/requests/ports.ts';

/** A team, group or application with what counts: who is in it. */
export interface Place extends ResourceFacts {
  readonly members: Set<string>;
  /** How the tenant lets a guest in: at once, or only into the group while Teams takes its time. */
  way: Extract<GrantOutcome, 'added' | 'later'>;
}

/** A message that lies in a chat. */
export interface Posted {
  readonly activityId: string;
  readonly conversationId: string;
  message: ChatMessage;
  edits: number;
}

/**
 * A small company, kept in memory, behind the ports of the product. It counts outcomes: who is in the
 * directory and in which place, which invitation of a guest is the valid one, which mails have left,
 * which messages lie in which chat.
 */
export interface Company {
  readonly accounts: Map<string, Account>;
  readonly places: Map<string, Place>;
  readonly roles: Map<string, readonly DirectoryRole[]>;
  readonly deleted: Map<string, string>;
  rules: InvitationRules;
  /** By account: the redeem link that works; every invitation makes the ones before invalid. */
  readonly links: Map<string, string>;
  readonly sponsors: Map<string, Set<string>>;
  invitations: number;
  readonly changes: { id: string; state: Account['guestState'] }[];
  readonly drafts: Map<string, OutgoingMail & { readonly mailbox: string }>;
  readonly sent: (OutgoingMail & { readonly mailbox: string; readonly draftId: string })[];
  readonly posted: Posted[];
  /** People and teams that Teams does not let us reach. */
  readonly unreachable: Set<string>;
  /** The next calls that fail, in order; each once. */
  readonly faults: Fault[];
}

/** A call that fails once: before it has done anything, or after, as a cut connection does. */
export interface Fault {
  readonly call: string;
  readonly when: 'before' | 'after';
  readonly error: Error;
}

export function account(id: string, name: string, changes: Partial<Account> = {}): Account {
  return {
    id,
    name,
    mail: `${id}@woodgrove.com`,
    userType: 'member',
    enabled: true,
    guestState: null,
    ...changes,
  };
}

/** WoodGrove: John, Megan (owns Project X), Adele (owns Marketing, Expense Reports and half of Road to Green), Ada (administrator). */
export function givenCompany(): Company {
  const people = [
    account('john', 'John Doe'),
    account('megan', 'Megan Bowen'),
    account('adele', 'Adele Vance'),
    account('ada', 'Ada Admin'),
  ];
  const company: Company = {
    accounts: new Map(people.map((each) => [each.id, each])),
    places: new Map(),
    roles: new Map([['ada', ['guestInviter', 'userAdministrator']]]),
    deleted: new Map(),
    rules: {
      allowInvitesFrom: 'everyone',
      verifiedDomains: ['woodgrove.com'],
      allowedDomains: [],
      blockedDomains: ['rival.com'],
    },
    links: new Map(),
    sponsors: new Map(),
    invitations: 0,
    changes: [],
    drafts: new Map(),
    sent: [],
    posted: [],
    unreachable: new Set(),
    faults: [],
  };
  addPlace(company, 'x', 'Project X', ['megan']);
  addPlace(company, 'green', 'Road to Green', ['megan', 'adele']);
  addPlace(company, 'marketing', 'Marketing', ['adele'], { kind: 'group' });
  addPlace(company, 'expenses', 'Expense Reports', ['adele'], { kind: 'application' });
  return company;
}

/** Adds a team (or what `changes` says) with these owners. */
export function addPlace(
  company: Company,
  id: string,
  name: string,
  owners: readonly string[],
  changes: Partial<Place> = {},
): void {
  company.places.set(id, {
    id,
    name,
    kind: 'team',
    description: null,
    owners: owners.flatMap((each) => company.accounts.get(each) ?? []),
    refusal: null,
    members: new Set(owners),
    way: 'added',
    ...changes,
  });
}

/** The guest presses `Get started` in his newest mail. Refused when a later invitation has made its link invalid. */
export function redeem(company: Company, address: string): void {
  const guest = [...company.accounts.values()].find(({ mail }) => mail === address);
  const mail = company.sent.findLast(({ to }) => to.address === address);
  const link = guest && company.links.get(guest.id);
  if (!guest || !link) throw new Error(`${address} was never invited`);
  if (!mail?.html.includes(link)) throw new Error(`The newest mail to ${address} has a dead link`);
  company.accounts.set(guest.id, { ...guest, guestState: 'Accepted' });
  company.changes.push({ id: guest.id, state: 'Accepted' });
}
