/** Looks for a phrase at exactly this place; gives where it ends, or -1. */
export type Finder = (text: string, at: number) => number;

/** A finder for the longest of `list` (see words/types.ts for how phrases are written). */
export function phrases(list: readonly string[]): Finder {
  if (list.length === 0) return () => -1;
  const longestFirst = [...list].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`(?:${longestFirst.map(phrasePattern).join('|')})`, 'iuy');
  return (text, at) => {
    pattern.lastIndex = at;
    return pattern.test(text) ? pattern.lastIndex : -1;
  };
}

/** The pattern of one phrase: blanks match any run of them, and the phrase ends where a word ends. */
export function phrasePattern(phrase: string): string {
  const words = phrase.split(' ').map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  return words.join('\\s+') + (/[\p{L}\p{N}&.]$/u.test(phrase) ? WORD_END : '');
}

/** `to` is a word in `to you`, and none in `to-do`, `tools` and `to@gmail.com`. */
const WORD_END = "(?![\\p{L}\\p{N}@_]|[-'.]\\p{L})";

/** Any one of `list`, as a part of a larger pattern; an empty list matches nothing. */
export function anyOf(list: readonly string[]): string {
  const longestFirst = [...list].sort((a, b) => b.length - a.length);
  return list.length === 0 ? '(?!)' : `(?:${longestFirst.map(phrasePattern).join('|')})`;
}
