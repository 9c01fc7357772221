import type { Words } from '../words/types.ts';
import type { Lexicon } from './lexicon.ts';
import { anyOf } from './phrases.ts';

/** Farewells are looked for in this many characters at the end; it bounds the work of the pattern. */
const TAIL = 60;
/** Nobody is more polite than this; it keeps a text of nothing but `please` short to read. */
const MOST_PHRASES = 12;
const LOOSE = ' \n\r\t.!?,;:…';
const EMOJI_END = /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f|\u200d)$/u;

const patterns = new Map<string, readonly RegExp[]>();

/** Where the text ends without closing punctuation and thanks: `… please? Thanks,\nJohn`. */
export function politeEnd(text: string, words: Words): number {
  let end = looseEnd(text, text.length);
  for (let count = 0; count < MOST_PHRASES; count += 1) {
    const start = Math.max(0, end - TAIL);
    const tail = text.slice(start, end);
    const match = endPatterns(words)
      .map((pattern) => pattern.exec(tail))
      .find((found) => found !== null);
    if (!match) return end;
    end = looseEnd(text, start + match.index);
  }
  return end;
}

/** Every place where the point may begin: behind none, one, two … of the words people say before it. */
export function politeStarts(text: string, from: number, lexicon: Lexicon): number[] {
  const starts = [skipLoose(text, from)];
  for (let count = 0; count < MOST_PHRASES; count += 1) {
    const end = lexicon.before(text, starts.at(-1) ?? from);
    if (end < 0) break;
    starts.push(skipLoose(text, end));
  }
  return starts;
}

/** Where the text before `from` ends without closing punctuation, blanks and emoji. */
export function looseEnd(text: string, from: number): number {
  let end = from;
  while (end > 0) {
    if (LOOSE.includes(text.charAt(end - 1))) end -= 1;
    else {
      const emoji = EMOJI_END.exec(text.slice(Math.max(0, end - 2), end));
      if (!emoji) break;
      end -= emoji[0].length;
    }
  }
  return end;
}

function skipLoose(text: string, from: number): number {
  let at = from;
  while (at < text.length && /[\s.!?,;:…"'`*/@-]/.test(text.charAt(at))) at += 1;
  return at;
}

function endPatterns(words: Words): readonly RegExp[] {
  const known = patterns.get(words.language);
  if (known) return known;
  const after = anyOf(words.after);
  const closing = anyOf(words.closings);
  const made = [
    new RegExp(`(?<=^|[\\s.!?,;:])${after}$`, 'iu'),
    // `Thanks, John` and `Thank you for your help`: a sentence of its own, of letters only.
    new RegExp(`(?<=^|[.!?,;:\\n]\\s*)${closing}[.!]*$`, 'iu'),
    new RegExp(`(?<=^|[.!?\\n]\\s*)${closing}[,.!]*\\s+\\p{L}[\\p{L} ]{0,40}$`, 'iu'),
  ];
  patterns.set(words.language, made);
  return made;
}
