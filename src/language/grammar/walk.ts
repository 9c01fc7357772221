import type { DayReading } from './calendar.ts';
import type { Reading } from './lexicon.ts';
import type { Finder } from './phrases.ts';
import { beginsDuration } from './read-duration.ts';
import type { Token } from './scan.ts';

/**
 * One part of an invitation. `rest` is what follows where a part has ended by itself: another
 * sentence, mostly. `from` and `to` are the places of its content in the text.
 */
export interface Clause {
  readonly kind: 'guests' | 'resources' | 'day' | 'reason' | 'message' | 'directoryOnly' | 'rest';
  readonly tokens: Token[];
  readonly from: number;
  to: number;
  /** For `day`: what was read. */
  readonly day: DayReading | null;
}

/** Where the reading of a sentence stands. */
export interface Walk {
  readonly reading: Reading;
  readonly tokens: readonly Token[];
  readonly clauses: Clause[];
  current: Clause;
  index: number;
  dayTries: number;
}

/** A part that begins at the present token; its content ends by itself at `contentEnd`, if not null. */
export interface Opening {
  readonly kind: Clause['kind'];
  readonly contentAt: number;
  readonly contentEnd: number | null;
  readonly day: DayReading | null;
}

/** Whether a part can end before this token. */
export function isBoundary(walk: Walk, index: number): boolean {
  const token = walk.tokens[index];
  if (!token || isSeparator(token) || token.kind === 'address') return true;
  return isAnd(walk, token) ? beginsPart(walk, index + 1) : beginsPart(walk, index);
}

/** Whether a word here opens a part, as far as that can be told without reading a date. */
export function beginsPart(walk: Walk, index: number): boolean {
  const token = walk.tokens[index];
  if (token?.kind !== 'word') return false;
  const { lexicon, text } = walk.reading;
  const openers = [lexicon.message, lexicon.saying, lexicon.because, lexicon.until];
  if (openers.some((finder) => find(walk, finder, token) >= 0)) return true;
  if (find(walk, lexicon.directoryOnly, token) >= 0) return true;
  const to = find(walk, lexicon.to, token);
  if (to >= 0 && (walk.current.kind !== 'reason' || isName(contentFrom(walk, to)))) return true;
  if (find(walk, lexicon.becauseBeforePeople, token) >= 0) return true;
  return beginsDuration(text, startOf(token), lexicon.words);
}

/** Within a reason `to` goes on with the reason, unless a name follows: `… to Project X`. */
function isName(token: Token | undefined): boolean {
  return token?.kind === 'quoted' || (token?.kind === 'word' && /^\p{Lu}/u.test(token.text));
}

/** Where a word begins, inside a bracket: `(until 31 March)`. */
export function startOf(token: Token): number {
  return token.start + (token.text.startsWith('(') ? 1 : 0);
}

/** Where the phrase that begins with this token ends, or -1. */
export function find(walk: Pick<Walk, 'reading'>, finder: Finder, token: Token): number {
  return finder(walk.reading.text, startOf(token));
}

/** Whether this word is `and` in one of its forms. */
export function isAnd(walk: Pick<Walk, 'reading'>, token: Token): boolean {
  return token.kind === 'word' && find(walk, walk.reading.lexicon.and, token) >= token.end;
}

export function isSeparator(token: Token): boolean {
  return token.kind === 'comma' || token.kind === 'semicolon' || token.kind === 'newline';
}

/** The first token at or behind this place. */
export function indexFrom(walk: Walk, place: number): number {
  let index = walk.index;
  while ((walk.tokens[index]?.start ?? Number.POSITIVE_INFINITY) < place) index += 1;
  return index;
}

/** The first token at or behind this place that is more than a line break. */
export function contentFrom(walk: Walk, place: number): Token | undefined {
  let index = indexFrom(walk, place);
  if (walk.tokens[index]?.kind === 'newline') index += 1;
  return walk.tokens[index];
}
