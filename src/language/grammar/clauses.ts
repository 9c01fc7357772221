import type { DayReading } from './calendar.ts';
import type { Reading } from './lexicon.ts';
import { openingAt } from './openings.ts';
import type { Token } from './scan.ts';
import type { Clause, Opening, Walk } from './walk.ts';

/** Cuts what follows the verb of an invitation into its parts, in the order they were written. */
export function clausesOf(reading: Reading, tokens: readonly Token[]): Clause[] {
  const start = tokens[0]?.start ?? reading.text.length;
  const current: Clause = { kind: 'guests', tokens: [], from: start, to: start, day: null };
  const walk: Walk = { reading, tokens, clauses: [current], current, index: 0, dayTries: 0 };
  while (walk.index < tokens.length) step(walk);
  walk.current.to = reading.text.length;
  return walk.clauses;
}

function step(walk: Walk): void {
  const token = walk.tokens[walk.index];
  if (!token) return;
  const opening = openingAt(walk);
  if (opening) {
    enter(walk, token, opening);
    return;
  }
  if (isGuest(token) && !['guests', 'reason', 'message'].includes(walk.current.kind)) {
    enterGuests(walk, token);
  }
  walk.current.tokens.push(token);
  walk.index += 1;
  if (endsSentence(walk, token)) open(walk, 'rest', token.end + token.stop.length);
}

function enter(walk: Walk, token: Token, opening: Opening): void {
  walk.current.to = token.start;
  open(walk, opening.kind, opening.contentAt, opening.day);
  while ((walk.tokens[walk.index]?.start ?? Number.POSITIVE_INFINITY) < opening.contentAt) {
    walk.index += 1;
  }
  if (opening.contentEnd === null) return;
  while ((walk.tokens[walk.index]?.start ?? Number.POSITIVE_INFINITY) < opening.contentEnd) {
    const content = walk.tokens[walk.index];
    if (content) walk.current.tokens.push(content);
    walk.index += 1;
  }
  walk.current.to = opening.contentEnd;
  open(walk, 'rest', opening.contentEnd);
}

function open(walk: Walk, kind: Clause['kind'], from: number, day: DayReading | null = null): void {
  walk.current.to = Math.min(walk.current.to > walk.current.from ? walk.current.to : from, from);
  walk.current = { kind, tokens: [], from, to: from, day };
  walk.clauses.push(walk.current);
}

function isGuest(token: Token): boolean {
  return token.kind === 'address' || token.kind === 'broken';
}

/** An address behind another part: `to Project X: Sam Oogle <sam@gmail.com>`. Its name goes with it. */
function enterGuests(walk: Walk, address: Token): void {
  const { tokens } = walk.current;
  const name = tokens.splice(nameStart(tokens, address));
  // `His address is sam@gmail.com`: the words before are no reason.
  if (walk.current.kind === 'rest') walk.clauses.pop();
  open(walk, 'guests', name[0]?.start ?? address.start);
  walk.current.tokens.push(...name);
}

function nameStart(tokens: readonly Token[], address: Token): number {
  const bracketed = address.kind === 'address' && address.bracketed;
  for (let index = tokens.length; index > 0; index -= 1) {
    const token = tokens[index - 1];
    if (!token) break;
    if (bracketed && token.kind === 'quoted') return index - 1;
    const separates = token.kind === 'newline' || token.stop.endsWith(':');
    if (separates || (bracketed && (token.kind === 'comma' || token.kind === 'semicolon'))) {
      return index;
    }
  }
  return tokens.length;
}

/** Whether the sentence ends here: not behind `Dr.`, nor inside `Project 2.5`. */
function endsSentence(walk: Walk, token: Token): boolean {
  if (walk.current.kind === 'reason' || walk.current.kind === 'message') return false;
  if (token.kind === 'newline') return /\n\s*\n/.test(token.text);
  if (/[!?]/.test(token.stop)) return true;
  if (!token.stop.includes('.') || isAbbreviation(walk, token)) return false;
  const next = walk.tokens[walk.index];
  if (!next || next.kind === 'newline') return false;
  return /^[\p{Lu}\p{N}"'<]/u.test(walk.reading.text.slice(next.start, next.start + 2));
}

function isAbbreviation(walk: Walk, token: Token): boolean {
  if (token.kind !== 'word') return false;
  const word = token.text.toLowerCase();
  const isInitial = /^\p{L}$/u.test(word) && walk.current.kind === 'guests';
  return isInitial || walk.reading.lexicon.words.abbreviations.includes(word);
}
