import type { Lexicon } from './lexicon.ts';
import { politeEnd, politeStarts } from './polite.ts';
import { scan } from './scan.ts';

/** Longer texts are no mistyped command; it also bounds the work. */
const LONGEST_COMMAND = 40;

const LONGEST_NAMED_ADDRESS = 400;

/** What would be understood and is close to `text`, or null. */
export function nearestCommand(text: string, lexicon: Lexicon): string | null {
  const { words } = lexicon;
  const body = text.slice(0, politeEnd(text, words));
  const point = body.slice(politeStarts(body, 0, lexicon).at(-1) ?? 0);
  const [first = ''] = /^\S+/.exec(point) ?? [];
  const [invite, status, cancel] = [words.invite[0], words.status[0], words.cancel[0]];
  if (isAddressFirst(point)) return `${invite} ${point}`;
  const verbs = [...words.invite, status, cancel].filter((verb) => verb && !verb.includes(' '));
  const meant = closest(first.toLowerCase(), verbs);
  if (meant !== null && point.length > first.length) return meant + point.slice(first.length);
  const place = placeBeforeAddress(point);
  if (place) return `${invite} ${point.slice(place.length).trim()} ${words.to[0]} ${place}`;
  const commands = Object.values(words.commands);
  const phrase = closest(point.toLowerCase(), commands.flat());
  return commands.find((phrases) => phrase !== null && phrases.includes(phrase))?.[0] ?? meant;
}

/** `sam@gmail.com to Project X` and `Sam <sam@gmail.com>`: only the verb is missing. */
function isAddressFirst(text: string): boolean {
  const tokens = scan(text.slice(0, LONGEST_NAMED_ADDRESS));
  const index = tokens.findIndex(({ kind }) => kind === 'address');
  const address = tokens[index];
  return index === 0 || (address?.kind === 'address' && address.bracketed && index <= 4);
}

/** `Project X bob@contoso.com`: the place first, and no verb. Only what is written like a name is taken for one. */
function placeBeforeAddress(text: string): string | null {
  const tokens = scan(text.slice(0, LONGEST_NAMED_ADDRESS));
  const before = tokens.slice(0, -1);
  const last = before.at(-1);
  if (!last || tokens.at(-1)?.kind !== 'address') return null;
  const isName = before.every(
    (token) => token.kind === 'word' && /^[\p{Lu}\p{N}]/u.test(token.text),
  );
  return isName ? text.slice(0, last.end) : null;
}

/** The nearest of `candidates`, as far as a slip of the fingers goes: a quarter of its letters, at least one. */
function closest(text: string, candidates: readonly (string | undefined)[]): string | null {
  if (text.length < 3 || text.length > LONGEST_COMMAND) return null;
  let best: { candidate: string; distance: number } | null = null;
  for (const candidate of candidates) {
    if (candidate === undefined || candidate.length < 3) continue;
    const allowed = Math.max(1, Math.floor(candidate.length / 4));
    if (Math.abs(candidate.length - text.length) > allowed) continue;
    const distance = editDistance(text, candidate);
    if (distance > 0 && distance <= allowed && (!best || distance < best.distance))
      best = { candidate, distance };
  }
  return best?.candidate ?? null;
}

/** Letters to add, drop, change, or swap with their neighbour. */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next[j] = Math.min(
        at(row, j) + 1,
        at(next, j - 1) + 1,
        at(row, j - 1) + (same ? 0 : 1),
        swapped ? at(before, j - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    before = row;
    row = next;
  }
  return at(row, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
