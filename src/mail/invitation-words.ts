import type { Texts } from '../language/types.ts';
import type { Invitation } from './invitation-mail.ts';

/** UTF-16 units of a name inside a sentence, so that a subject stays a subject. */
const NAME_LENGTH = 80;

/** Every sentence of an invitation, in the order in which it is read. Plain text. */
export interface InvitationWords {
  readonly subject: string;
  readonly preheader: string;
  readonly title: string;
  readonly hello: string;
  readonly why: string;
  /** What the guest is given, one line each. */
  readonly places: readonly string[];
  readonly until: string | null;
  readonly quoteBy: string;
  /** The requester's words by line; empty where there are none. */
  readonly quote: readonly string[];
  readonly button: string;
  readonly plainLink: string;
  readonly nextTitle: string;
  readonly next: readonly string[];
  readonly later: string;
  readonly ask: string;
  readonly unexpected: string;
}

export function invitationWords(invitation: Invitation, texts: Texts): InvitationWords {
  const { requester, guest, brand, resources, until, message, accepted } = invitation;
  const by = short(requester.name);
  const org = short(brand.name);
  const [first] = resources;
  const where = texts.list(
    resources.length > 3
      ? [
          ...resources.slice(0, 2).map(({ name }) => short(name)),
          texts.t('mail.more', { count: resources.length - 2 }),
        ]
      : resources.map(({ name }) => short(name)),
  );
  const title = first
    ? texts.t('mail.title', { by, where })
    : texts.t('mail.titleDirectory', { by, org });
  const steps = accepted ? 'known' : 'first';
  return {
    subject: title,
    preheader: texts.t('mail.preheader', { by, org }),
    title,
    hello: texts.t('mail.hello', guest.name ? { name: short(guest.name) } : {}),
    why: first ? texts.t('mail.why', { by, org }) : texts.t('mail.whyDirectory', { by, org }),
    places: resources.map(({ kind, name }) => texts.t(`mail.place.${kind}`, { name: line(name) })),
    until: until ? texts.t('mail.until', { day: texts.day(until) }) : null,
    quoteBy: texts.t('mail.quoteBy', { by }),
    quote: message?.trim() ? message.trim().split(/\r\n|[\n\r\u2028\u2029]/) : [],
    button: texts.t('mail.button'),
    plainLink: texts.t('mail.plainLink'),
    nextTitle: texts.t('mail.nextTitle'),
    next: [
      texts.t(`mail.signIn.${steps}`, { address: guest.address, org }),
      texts.t(`mail.leads.${leads(resources.length)}`, { where, org }),
    ],
    later: texts.t('mail.later'),
    ask: requester.mail
      ? texts.t('mail.askAt', { by, mail: requester.mail })
      : texts.t('mail.ask', { by }),
    unexpected: texts.t(`mail.unexpected.${steps}`, { by, address: guest.address }),
  };
}

function leads(places: number): 'directory' | 'one' | 'several' {
  if (places === 0) return 'directory';
  return places === 1 ? 'one' : 'several';
}

function line(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function short(text: string): string {
  const whole = line(text).toWellFormed();
  return whole.length <= NAME_LENGTH ? whole : `${whole.slice(0, NAME_LENGTH - 1).trimEnd()}…`;
}
