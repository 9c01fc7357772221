/**
 * The words of one language that the grammar listens for. All lower case; a blank stands for any
 * run of blanks; a phrase that ends in an apostrophe is followed by the next word without a blank.
 */
export interface Words {
  /** BCP 47, without a country. */
  readonly language: string;
  /** Opens an invitation. */
  readonly invite: readonly string[];
  /** Opens one only where an address follows: `give sam@gmail.com access to Project X`. */
  readonly inviteWithAddress: readonly string[];
  /** What people say before the point, any number of times. */
  readonly before: readonly string[];
  /** What people say after it. */
  readonly after: readonly string[];
  /** Ends a message as a sentence of its own, with a few words behind it: `… . Cheers, John`. */
  readonly closings: readonly string[];
  readonly to: readonly string[];
  /** The same within a reason, before a name with a capital, where no resource is named elsewhere. */
  readonly toInReason: readonly string[];
  readonly and: readonly string[];
  /** Opens the last day, whatever follows. */
  readonly until: readonly string[];
  /** Opens the last day only where a date follows: `by Friday`. */
  readonly untilBeforeDate: readonly string[];
  readonly for: readonly string[];
  readonly because: readonly string[];
  /** Gives a reason only before one of `people`: `since he …`. */
  readonly becauseBeforePeople: readonly string[];
  readonly people: readonly string[];
  /** Opens the words for the invitation. */
  readonly message: readonly string[];
  /** The same, but within a reason only where a quote follows. */
  readonly saying: readonly string[];
  readonly directoryOnly: readonly string[];
  /** Around the name of a resource, and no part of it unless the directory says so. */
  readonly articles: readonly string[];
  readonly kinds: readonly string[];
  /** A guest without a name: `invite someone to Project X`. */
  readonly anybody: readonly string[];
  /** Between two words of a name that begin with capitals: `Anna van Dam`. */
  readonly particles: readonly string[];
  /** A full stop behind one of these ends no sentence. */
  readonly abbreviations: readonly string[];
  readonly dates: DateWords;
  readonly commands: Readonly<Record<PlainCommand, readonly string[]>>;
  readonly status: readonly string[];
  readonly cancel: readonly string[];
  /** People write these, too; it is the cards that decide. */
  readonly decide: readonly string[];
  /** Between `status` or `cancel` and what is meant: `of`, `my`, `request`. */
  readonly about: readonly string[];
}

/** Commands that are a phrase and nothing else. The first phrase of each is the one we suggest. */
export type PlainCommand =
  | 'myRequests'
  | 'waitingForMe'
  | 'help'
  | 'signIn'
  | 'signOut'
  | 'thanks'
  | 'greeting';

export interface DateWords {
  /** Before a date: `on`, `the`. */
  readonly before: readonly string[];
  readonly ordinals: readonly string[];
  /** Between day and month: `31st of March`. */
  readonly of: readonly string[];
  readonly endOf: readonly string[];
  readonly periods: Readonly<Record<string, 'month' | 'quarter' | 'year'>>;
  /** The same, one period later. */
  readonly nextPeriods: Readonly<Record<string, 'month' | 'quarter' | 'year'>>;
  /** Make a weekday a past one: `last Friday`. */
  readonly past: readonly string[];
  /** Between `for` and the number: `for the next 30 days`. */
  readonly next: readonly string[];
  readonly numbers: Readonly<Record<string, number>>;
  readonly units: Readonly<Record<'days' | 'weeks' | 'months' | 'years', readonly string[]>>;
  /** Lengths that are one phrase, in months: `half a year`. */
  readonly spans: Readonly<Record<string, number>>;
  /** After a length: `30 days from now`. */
  readonly after: readonly string[];
}
