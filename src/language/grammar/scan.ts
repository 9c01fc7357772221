/** A piece of a sentence. `start` and `end` are places in it; `end` leaves closing punctuation out. */
export type Token = Place &
  (
    | { readonly kind: 'word'; readonly text: string }
    | { readonly kind: 'quoted'; readonly text: string }
    /** `bracketed`: written as `<sam@gmail.com>`, so that the words before it are a name. */
    | { readonly kind: 'address'; readonly text: string; readonly bracketed: boolean }
    /** Meant as an address, and none: `sam@`, `sam@gmail`. */
    | { readonly kind: 'broken'; readonly text: string }
    | { readonly kind: 'comma' | 'semicolon' | 'newline'; readonly text: string }
  );

interface Place {
  readonly start: number;
  readonly end: number;
  /** Punctuation right behind it: `.`, `!?`, `:` or nothing. */
  readonly stop: string;
}

type Scanned = Token | readonly Token[];
type Rule = readonly [RegExp, (match: RegExpExecArray, at: number, text: string) => Scanned | null];

const STOP = '([.!?:…]*)';

/** Keeps a text of nothing but apostrophes from being searched again and again. */
const LONGEST_SINGLE_QUOTED = 500;

/** Tried in this order at each place. Each is linear: none can match the same text in two ways. */
const rules: readonly Rule[] = [
  [/\s+/y, (match, at) => (match[0].includes('\n') ? plain('newline', match[0], at) : null)],
  [/[,،，、]/y, (match, at) => plain('comma', match[0], at)],
  [/[;；|]/y, (match, at) => plain('semicolon', match[0], at)],
  [new RegExp(`"([^"]*)"${STOP}`, 'y'), quoted],
  [
    new RegExp(
      `'(?=\\S)((?:[^']|'(?=[\\p{L}\\p{N}])){0,${LONGEST_SINGLE_QUOTED}})'(?![\\p{L}\\p{N}])${STOP}`,
      'uy',
    ),
    quoted,
  ],
  [new RegExp(`<\\s*([^<>\\s@]*@[^<>\\s]*)\\s*>${STOP}`, 'y'), bracketed],
  // `sam"oogle@gmail.com`: nobody's name and another one's address, but one address that cannot be.
  [
    /[^\s,;<>"|@]{1,64}(?:["<>]{1,3}[^\s,;<>"|@]{1,64}){1,3}@(?![^\s,;<>"|]*>)[^\s,;<>"|]*/y,
    addressLike,
  ],
  [/[<>"]/y, () => null],
  // `sam@gmail,com`: a comma for the dot.
  [/[^\s,;<>"|@]+@[^\s,;<>"|@.]+,\p{L}{2,6}(?![\p{L}\p{N}@.-])/uy, addressLike],
  [/[^\s,;<>"|@]*@[^\s,;<>"|]*/y, addressLike],
  [/[^\s,،，、;；<>"|]+/y, word],
];

/** Cuts a sentence (see incoming-text.ts) into tokens, in one pass. */
export function scan(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    const start = at;
    for (const [pattern, make] of rules) {
      pattern.lastIndex = at;
      const match = pattern.exec(text);
      if (!match) continue;
      const made = make(match, at, text);
      if (made) tokens.push(...[made].flat());
      at = pattern.lastIndex;
      break;
    }
    if (at === start) at += 1;
  }
  return tokens;
}

function plain(kind: 'comma' | 'semicolon' | 'newline', text: string, at: number): Token {
  return { kind, text, start: at, end: at + text.length, stop: '' };
}

function quoted(match: RegExpExecArray, at: number): Token {
  const [whole, text = '', stop = ''] = match;
  return { kind: 'quoted', text, start: at, end: at + whole.length - stop.length, stop };
}

function word(match: RegExpExecArray, at: number): Token {
  const { text, stop } = withoutStop(match[0]);
  return { kind: 'word', text, start: at, end: at + text.length, stop };
}

function bracketed(match: RegExpExecArray, at: number): Token {
  const [whole, inner = '', stop = ''] = match;
  const place = { start: at, end: at + whole.length - stop.length, stop };
  const text = bareAddress(inner);
  return isAddress(text)
    ? { kind: 'address', text, bracketed: true, ...place }
    : { kind: 'broken', text, ...place };
}

/** `(sam@gmail.com).` · `mailto:sam@gmail.com` · `guest:sam@gmail.com` · `sam@gmail.com/jo@gmail.com` · `@Sam` */
function addressLike(match: RegExpExecArray, at: number): Token[] {
  const { text: body, stop } = withoutStop(match[0]);
  const parts = body.split('@').length > 2 ? body.split(/[/,]/) : [body];
  let start = at;
  return parts.map((part, index) => {
    const last = index === parts.length - 1;
    const token = addressPart(part, { start, end: start + part.length, stop: last ? stop : '' });
    start += part.length + 1;
    return token;
  });
}

function addressPart(part: string, place: Place): Token {
  const text = bareAddress(part);
  if (isAddress(text)) return { kind: 'address', text, bracketed: false, ...place };
  const mention = /^@(\p{L}[\p{L}'-]*)?$/u.exec(text);
  if (mention) return { kind: 'word', text: mention[1] ?? '', ...place };
  return { kind: 'broken', text, ...place };
}

function withoutStop(chunk: string): { text: string; stop: string } {
  const end = lengthWithout(chunk, '.!?:…');
  return { text: chunk.slice(0, end), stop: chunk.slice(end) };
}

/** How much of `text` is left without these characters at its end. */
function lengthWithout(text: string, characters: string): number {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  return end;
}

/** What address books and people put in front of an address. Anything else before a colon is part of it. */
const LABEL = /^(?:address|cc|e-?mail|guest|mail|mailto|sip|smtp|to):/i;

/** Without brackets, quotes, stars and labels around it. */
function bareAddress(text: string): string {
  const bare = text
    .replace(/^[([{'*:]+/, '')
    .replace(LABEL, '')
    .replace(/^([^@]*@[^?]*)\?.*$/s, '$1');
  return bare.slice(0, lengthWithout(bare, ")]}'*"));
}

/** Enough to take it for an address: what is wrong with it is said by address.ts. */
function isAddress(text: string): boolean {
  return /^[^@\s]+@[^@\s.][^@\s]*\.[^@\s.]+$/.test(text);
}
