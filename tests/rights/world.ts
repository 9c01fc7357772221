import type { CardAction } from '../../src/bot/actions/action.ts';
import { presenter } from '../../src/bot/presenter.ts';
import { keepConversation } from '../../src/db/conversations.ts';
import type { Db } from '../../src/db/types.ts';
import { AppError } from '../../src/errors.ts';
import type { GuestDeps } from '../../src/guests/deps.ts';
import type { Account } from '../../src/requests/ports.ts';
import type { Presenter } from '../../src/requests/presenter.ts';
import { account, addPlace, type Company } from '../support/company/company.ts';
import { type Given, givenRequests } from '../support/given-requests.ts';
import { Model } from './model.ts';
import { PEOPLE } from './steps.ts';
import type { Answer } from './who-decides.ts';

/** What a test breaks on purpose, so that the rules must be seen to be broken. */
export interface Broken {
  /** Operations that stand in for those of the product, by verb. */
  readonly verbs?: Readonly<Record<string, CardAction['run']>>;
  readonly deps?: (deps: GuestDeps) => GuestDeps;
}

/** The product on real SQL, the company around it, and the rules it is held to. */
export interface World {
  readonly given: Pick<Given, 'deps' | 'queue' | 'advance'>;
  readonly company: Company;
  readonly model: Model;
  readonly broken: Broken;
  /** Accounts as they are or, for who has left, were. */
  readonly records: Map<string, Account>;
  readonly mailRefused: Set<string>;
  /** Versions of the requests as they were last seen. */
  readonly versions: Map<string, number>;
  /** Answers that were given, so that a test can tell what it has seen. */
  readonly answers: Answer[];
  guests: number;
}

/** Empties the tables and begins anew: WoodGrove, with a guest, a disabled owner, and somebody whose role is not active. */
export async function givenWorld(db: Db, broken: Broken = {}): Promise<World> {
  const given = await givenRequests(db);
  const { company } = given;
  const mailRefused = new Set<string>();
  const more = [
    account('kim', 'Kim Akers'),
    account('gina', 'Gina Inviter'),
    account('patti', 'Patti Fernandez'),
    account('sam', 'Sam Oogle', { mail: 's@gmail.com', userType: 'guest', guestState: 'Accepted' }),
    account('dan', 'Dan Jump', { enabled: false }),
  ];
  for (const each of more) company.accounts.set(each.id, each);
  company.roles.set('gina', ['guestInviter']);
  addPlace(company, 'lone', 'Travel Booking', ['dan'], { kind: 'application' });
  const at = given.deps.clock.now();
  for (const personId of PEOPLE) {
    const seen = { kind: 'personal', personId, teamId: null, locale: 'en-GB', at } as const;
    const serviceUrl = 'https://teams.test/';
    await keepConversation(db, { conversationId: `chat-${personId}`, serviceUrl, ...seen });
  }
  const deps = {
    ...given.deps,
    presenter: tagging(presenter),
    mailboxes: refusing(given.deps.mailboxes, company, mailRefused),
  };
  return {
    given: { ...given, deps: broken.deps?.(deps) ?? deps },
    company,
    model: givenModel(company),
    broken,
    records: new Map(company.accounts),
    mailRefused,
    versions: new Map(),
    answers: [],
    guests: 0,
  };
}

function givenModel({ roles, places, accounts }: Company): Model {
  const people = PEOPLE.map((who) => {
    const found = accounts.get(who);
    const [first, second] = roles.get(who) ?? [];
    const role = second || first === 'userAdministrator' ? 'administrator' : (first ?? 'none');
    const known = found !== undefined;
    const guest = found?.userType === 'guest';
    return [who, { known, enabled: found?.enabled ?? false, guest, role }] as const;
  });
  const owners = [...places.values()].map(
    ({ id, owners: its }) => [id, its.map((owner) => owner.id)] as const,
  );
  return new Model(new Map(people) as Model['people'], new Map(owners));
}

/** Names in each message what it is about, for it to be counted. */
function tagging(real: Presenter): Presenter {
  return {
    ...real,
    requestMessage: (view, reader, locale) =>
      Object.assign(real.requestMessage(view, reader, locale), { about: `card ${view.id}` }),
    requesterNews: (event, view, guest, locale) =>
      Object.assign(real.requesterNews(event, view, guest, locale), {
        about: `${event} ${view.id}`,
      }),
  };
}

function refusing(
  mailboxes: GuestDeps['mailboxes'],
  company: Company,
  refused: ReadonlySet<string>,
): GuestDeps['mailboxes'] {
  const sendDraft: typeof mailboxes.sendDraft = async (mailbox, draftId, key) => {
    const address = company.drafts.get(draftId)?.to.address ?? '';
    if (refused.has(address)) throw new AppError('mail.recipientRefused', { address });
    return mailboxes.sendDraft(mailbox, draftId, key);
  };
  return Object.assign(Object.create(mailboxes), { sendDraft });
}
