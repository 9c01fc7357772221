import type { GuestWish } from '../../requests/types.ts';
import type { Gap } from '../types.ts';
import type { Reading } from './lexicon.ts';
import { splitAt } from './read-resources.ts';
import type { Token } from './scan.ts';
import { isAnd, isSeparator } from './walk.ts';

/** The guests of a sentence, once each, and what was meant as one and is none. */
export interface Guests {
  readonly guests: readonly GuestWish[];
  readonly gaps: readonly Gap[];
}

/** Entra's own limit for a display name. */
const LONGEST_NAME = 256;

/** Reads `sam@gmail.com, Jo <jo@gmail.com> and "Last, First" <a@b.com>`. */
export function readGuests(reading: Reading, tokens: readonly Token[]): Guests {
  const guests = new Map<string, GuestWish>();
  const gaps: Gap[] = [];
  const hasAddress = tokens.some(({ kind }) => kind === 'address');
  const chunks = splitAt(tokens, (token) => isSeparator(token) || isAnd({ reading }, token));
  let carried: Token[] = [];
  for (const chunk of chunks) {
    const found = readChunk(reading, chunk, carried);
    for (const guest of found.guests) fold(guests, guest);
    gaps.push(
      ...found.broken.map((address) => ({ code: 'sentence.badAddress', params: { address } })),
    );
    const loose =
      carried.length > 0 && !found.usedCarried ? nameGap(reading, carried, hasAddress) : null;
    if (loose) gaps.push(loose);
    carried = found.left;
  }
  const loose = carried.length > 0 ? nameGap(reading, carried, hasAddress) : null;
  if (loose) gaps.push(loose);
  return { guests: [...guests.values()], gaps };
}

/** The same address twice is one guest; the first name given stays. */
function fold(guests: Map<string, GuestWish>, guest: GuestWish): void {
  const key = guest.address.toLowerCase();
  const known = guests.get(key);
  if (!known || (known.name === null && guest.name !== null)) {
    guests.set(key, { address: known?.address ?? guest.address, name: guest.name });
  }
}

interface ChunkGuests {
  readonly guests: GuestWish[];
  readonly broken: string[];
  /** Words without an address: a name, or the first half of `Last, First <address>`. */
  readonly left: Token[];
  readonly usedCarried: boolean;
}

function readChunk(
  reading: Reading,
  chunk: readonly Token[],
  carried: readonly Token[],
): ChunkGuests {
  const guests: GuestWish[] = [];
  const broken: string[] = [];
  let words: Token[] = [];
  let usedCarried = false;
  chunk.forEach((token, index) => {
    if (token.kind === 'address') {
      const behindComma = guests.length === 0 && carriesName(reading, carried, words[0] ?? token);
      usedCarried = token.bracketed && behindComma;
      const name = nameOf(reading, usedCarried ? [...carried, ...words] : words, token.bracketed);
      const address = token.text.replace(/@.*$/, (domain) => domain.toLowerCase());
      guests.push({ address, name });
      words = [];
    } else if (token.kind === 'broken') {
      broken.push(wholeBroken(reading, chunk, index));
      words = [];
    } else if (token.stop.endsWith(':')) words = [];
    else words.push(token);
  });
  if (guests.length + broken.length === 0) {
    const domain = domainAmong(reading, words);
    return { guests, broken: domain ? [domain] : [], left: domain ? [] : words, usedCarried };
  }
  return { guests: withNameBehind(guests, words), broken, left: [], usedCarried };
}

/** `Oogle, Sam <sam@gmail.com>`: one word, a comma, and the rest of the name. */
function carriesName(reading: Reading, carried: readonly Token[], next: Token): boolean {
  const [first, ...more] = carried;
  if (first?.kind !== 'word' || more.length > 0 || !isCapital(first.text)) return false;
  return /^,\s*$/.test(reading.text.slice(first.end, next.start)) && next.kind === 'word';
}

/** What stands before an address is a name where brackets say so, or where it is written like one. */
function nameOf(reading: Reading, tokens: readonly Token[], bracketed: boolean): string | null {
  const quoted = tokens.at(-1);
  if (quoted?.kind === 'quoted') return checkedName(quoted.text);
  const { articles, anybody, particles } = reading.lexicon.words;
  const isNoise = ({ text }: Token) => [...articles, ...anybody].includes(text);
  const words = tokens.filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
  while (words[0] && isNoise(words[0])) words.shift();
  const [first, last] = [words[0], words.at(-1)];
  if (!first || !last) return null;
  const isWritten = words.every(({ text }) => isCapital(text) || particles.includes(text));
  if (!bracketed && !isWritten) return null;
  return checkedName(reading.text.slice(first.start, last.end + last.stop.length));
}

function checkedName(text: string): string | null {
  const name = text.replace(/\s+/g, ' ').replace(/^['"\s]+|['"\s:]+$/g, '');
  return name === '' || name.includes('@') || name.length > LONGEST_NAME ? null : name;
}

/** `sam@gmail.com (Sam Oogle)`. */
function withNameBehind(guests: readonly GuestWish[], words: readonly Token[]): GuestWish[] {
  const [, name] = /^\(([^()]+)\)$/.exec(words.map(({ text }) => text).join(' ')) ?? [];
  return guests.map((guest, index) =>
    name && index === guests.length - 1 && guest.name === null ? { ...guest, name } : guest,
  );
}

/** `sam @gmail.com` and `sam@ gmail.com` are shown as they were written. */
function wholeBroken(reading: Reading, chunk: readonly Token[], index: number): string {
  const [before, token, after] = [chunk[index - 1], chunk[index], chunk[index + 1]];
  if (!token) return '';
  const from = token.text.startsWith('@') && before?.kind === 'word' ? before : token;
  const to = token.text.endsWith('@') && after?.kind === 'word' ? after : token;
  if (from === token && to === token) return token.text;
  return reading.text.slice(from.start, to.end);
}

/** `sam gmail.com` and `sam(at)gmail.com`: meant as an address. */
function domainAmong(reading: Reading, words: readonly Token[]): string | null {
  const looksMeant = ({ text }: Token) =>
    /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*\.\p{L}{2,}$/u.test(text) || /[([{]at[)\]}]/i.test(text);
  const index = words.findIndex(looksMeant);
  const [first, last] = [words[Math.max(0, index - 1)], words[index]];
  return index < 0 || !first || !last ? null : reading.text.slice(first.start, last.end);
}

/** A person without an address: `Sam`. Not `someone`, nor `our partner` beside an address. */
function nameGap(reading: Reading, words: readonly Token[], hasAddress: boolean): Gap | null {
  const { articles, anybody } = reading.lexicon.words;
  const [first] = words;
  if (!first) return null;
  const isNobody = words.every(
    ({ text }) => anybody.includes(text.toLowerCase()) || !/\p{L}/u.test(text),
  );
  if (isNobody || (hasAddress && articles.includes(first.text.toLowerCase()))) return null;
  const name = words.map(({ text }) => text).join(' ');
  return { code: 'sentence.nameWithoutAddress', params: { name } };
}

function isCapital(text: string): boolean {
  return /^['"(]?\p{Lu}/u.test(text);
}
