import type { RequestWish } from '../../requests/types.ts';
import type { Command, Gap } from '../types.ts';
import type { DayReading } from './calendar.ts';
import { clausesOf } from './clauses.ts';
import type { Reading } from './lexicon.ts';
import { politeEnd } from './polite.ts';
import { readDay } from './read-day.ts';
import { LONGEST_YEARS } from './read-duration.ts';
import { readGuests } from './read-guests.ts';
import { readResources } from './read-resources.ts';
import { scan, type Token } from './scan.ts';
import { type Clause, find } from './walk.ts';

/** Reads what follows the verb of an invitation, from `at` on. What is missing or unclear becomes a gap. */
export function readInvite(whole: Reading, at: number): Command {
  // Closing punctuation stays: `to Acme Inc.` may mean it.
  const polite = politeEnd(whole.text, whole.lexicon.words);
  const end = polite + (/^[.!?]*/.exec(whole.text.slice(polite, polite + 3))?.[0].length ?? 0);
  const reading: Reading = { ...whole, text: whole.text.slice(0, end) };
  const tokens = scan(reading.text.slice(at)).map((token) => moved(token, at));
  const clauses = withResourceOutOfReason(reading, clausesOf(reading, tokens));
  const guests = readGuests(reading, tokensOf(clauses, 'guests'));
  const { resources, splits } = readResources(reading, clauses);
  const day = readUntil(reading, clauses);
  const directoryOnly = clauses.some(({ kind }) => kind === 'directoryOnly');
  const wish: RequestWish = {
    guests: guests.guests,
    resources,
    ...(Object.keys(splits).length > 0 && { splits }),
    directoryOnly: directoryOnly && resources.length === 0,
    reason: readReason(reading, clauses),
    until: day.until,
    message: readMessage(whole, clauses),
  };
  const gaps = [...guests.gaps, ...day.gaps];
  if (wish.guests.length === 0 && guests.gaps.length === 0) gaps.push(gap('sentence.noGuest'));
  if (resources.length === 0 && !directoryOnly) gaps.push(gap('sentence.noResource'));
  if (resources.length > 0 && directoryOnly) gaps.push(gap('sentence.directoryOrResource'));
  return { kind: 'invite', wish, gaps };
}

function gap(code: string, params: Record<string, string> = {}): Gap {
  return { code, params };
}

function moved(token: Token, by: number): Token {
  return { ...token, start: token.start + by, end: token.end + by };
}

function tokensOf(clauses: readonly Clause[], kind: Clause['kind']): Token[] {
  const newline: Token = { kind: 'newline', text: '\n', start: 0, end: 0, stop: '' };
  return clauses
    .filter((clause) => clause.kind === kind)
    .flatMap(({ tokens }) => [...tokens, newline]);
}

/** Two different days in one sentence are as unclear as one with two readings. */
function readUntil(
  reading: Reading,
  clauses: readonly Clause[],
): { until: string | null; gaps: Gap[] } {
  const found = clauses.flatMap((clause) =>
    clause.day ? [{ day: clause.day, text: textOf(reading.text, clause) }] : [],
  );
  const wrong = found.find(({ day }) => day.kind !== 'day');
  if (wrong) return { until: null, gaps: [dayGap(wrong.day, wrong.text)] };
  const days = [...new Set(found.flatMap(({ day }) => (day.kind === 'day' ? [day.day] : [])))];
  const [first, second] = days;
  if (first === undefined) return { until: null, gaps: [] };
  if (second === undefined) return { until: first, gaps: [] };
  const text = found.map((each) => each.text).join(', ');
  return { until: null, gaps: [dayGap({ kind: 'unclear', first, second }, text)] };
}

function dayGap(day: DayReading, text: string): Gap {
  if (day.kind === 'past') return gap('sentence.datePast', { text, day: day.day });
  if (day.kind === 'tooFar')
    return gap('sentence.dateTooFar', { text, years: String(LONGEST_YEARS) });
  if (day.kind !== 'unclear') return gap('sentence.dateUnreadable', { text });
  return gap('sentence.dateUnclear', { text, first: day.first, second: day.second });
}

/** What was said as the reason; failing that, what was said in a further sentence. */
function readReason(reading: Reading, clauses: readonly Clause[]): string | null {
  const said = (kind: Clause['kind']) =>
    clauses
      .filter((clause) => clause.kind === kind)
      .map((clause) => tidied(reading, textOf(reading.text, clause)))
      .filter((text) => text !== '')
      .join('. ');
  const reason = said('reason');
  if (reason !== '') return reason;
  const rest = said('rest');
  return rest.includes(' ') ? rest : null;
}

/** Without quotes, loose punctuation, thanks and a dangling `and` around it. */
function tidied(reading: Reading, text: string): string {
  const { words, and } = reading.lexicon;
  const blanked = text.replace(/\s+/g, ' ').replace(/^[\s.,;:!?-]+/, '');
  const body = blanked.slice(0, politeEnd(blanked, words));
  const lastWord = body.lastIndexOf(' ') + 1;
  const open = and(body, lastWord) === body.length ? body.slice(0, lastWord) : body;
  const quoted = /^"([^"]*)"$|^'(.*)'$/.exec(open.trim());
  return (quoted?.[1] ?? quoted?.[2] ?? unbracketed(open)).trim().replace(/[,;]$/, '');
}

/** `(because he audits Q3)`: the bracket was opened before the reason. */
function unbracketed(text: string): string {
  return text.includes('(') ? text : text.replace(/\)\s*$/, '');
}

/** The requester's own words: as they are in quotes, else all that follows. */
function readMessage(whole: Reading, clauses: readonly Clause[]): string | null {
  const clause = clauses.find(({ kind }) => kind === 'message');
  if (!clause) return null;
  const [quoted] = clause.tokens;
  if (quoted?.kind === 'quoted' && clause.tokens.length === 1) return quoted.text.trim() || null;
  return (
    whole.text
      .slice(clause.from)
      .trim()
      .replace(/^["']|["']$/g, '')
      .trim() || null
  );
}

function textOf(text: string, clause: Clause): string {
  return text.slice(clause.from, clause.to).trim();
}

/** `invite sam@gmail.com because he audits Q3 to Project X`: the last `to` before a name with a capital. */
function withResourceOutOfReason(reading: Reading, clauses: Clause[]): Clause[] {
  if (clauses.some(({ kind }) => kind === 'resources' || kind === 'directoryOnly')) return clauses;
  return clauses.flatMap((clause) => {
    if (clause.kind !== 'reason') return [clause];
    const index = clause.tokens.findLastIndex(
      (token, at) => at > 0 && opensName(reading, clause, token),
    );
    const opener = clause.tokens[index];
    if (!opener) return [clause];
    const from = find({ reading }, reading.lexicon.toInReason, opener);
    const tokens = clause.tokens.slice(index).filter(({ start }) => start >= from);
    return [
      { ...clause, tokens: clause.tokens.slice(0, index), to: opener.start },
      { kind: 'resources', tokens, from, to: clause.to, day: null },
    ];
  });
}

function opensName(reading: Reading, clause: Clause, token: Token): boolean {
  const end = token.kind === 'word' ? find({ reading }, reading.lexicon.toInReason, token) : -1;
  if (end < 0) return false;
  const name = reading.text.slice(end, clause.to).trim();
  return /^\p{Lu}/u.test(name) && readDay(name, reading.calendar).kind === 'unreadable';
}
