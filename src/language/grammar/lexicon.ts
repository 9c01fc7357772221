import type { Words } from '../words/types.ts';
import type { Calendar } from './calendar.ts';
import { type Finder, phrases } from './phrases.ts';

/** The words of one language, ready to be looked for. */
export interface Lexicon {
  readonly words: Words;
  readonly invite: Finder;
  readonly inviteWithAddress: Finder;
  readonly before: Finder;
  readonly to: Finder;
  readonly toInReason: Finder;
  readonly and: Finder;
  readonly until: Finder;
  readonly untilBeforeDate: Finder;
  readonly because: Finder;
  readonly becauseBeforePeople: Finder;
  readonly people: Finder;
  readonly message: Finder;
  readonly saying: Finder;
  readonly directoryOnly: Finder;
  readonly status: Finder;
  readonly cancel: Finder;
  readonly decide: Finder;
  readonly about: Finder;
}

/** What the grammar needs at every step. */
export interface Reading {
  readonly text: string;
  readonly lexicon: Lexicon;
  readonly calendar: Calendar;
}

const lexicons = new Map<string, Lexicon>();

/** The lexicon of a table, compiled once. */
export function lexiconOf(words: Words): Lexicon {
  const known = lexicons.get(words.language);
  if (known) return known;
  const lexicon: Lexicon = {
    words,
    invite: phrases(words.invite),
    inviteWithAddress: phrases(words.inviteWithAddress),
    before: phrases(words.before),
    to: phrases(words.to),
    toInReason: phrases(words.toInReason),
    and: phrases(words.and),
    until: phrases(words.until),
    untilBeforeDate: phrases(words.untilBeforeDate),
    because: phrases(words.because),
    becauseBeforePeople: phrases(words.becauseBeforePeople),
    people: phrases(words.people),
    message: phrases(words.message),
    saying: phrases(words.saying),
    directoryOnly: phrases(words.directoryOnly),
    status: phrases(words.status),
    cancel: phrases(words.cancel),
    decide: phrases(words.decide),
    about: phrases(words.about),
  };
  lexicons.set(words.language, lexicon);
  return lexicon;
}
