/** Invisible and zero wide: parts two characters that would mean something together. */
const JOINER = '\u2060';

/** Controls but the line feed, and the marks that turn the direction of what follows them. */
const UNSEEN = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** People's text as they wrote it: without controls and direction marks, line ends as `\n`. For values of inputs. */
export function clean(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(UNSEEN, (mark) => (mark === '\n' ? mark : mark === '\t' ? ' ' : ''));
}

/**
 * People's text made safe to stand in a card: `clean`, and nothing that Teams or a template engine
 * would expand even in plain text (`<at>`, `{{DATE()}}`, `${…}`, `[text](link)`).
 */
export function tidy(text: string): string {
  return clean(text)
    .replace(/<(?=[a-z/!?])/gi, `<${JOINER}`)
    .replace(/\{(?=\{)/g, `{${JOINER}`)
    .replace(/\$(?=\{)/g, `$${JOINER}`)
    .replace(/\](?=\()/g, `]${JOINER}`);
}

/** The text within `length` UTF-16 units, cut between characters and marked with `…` where it was cut. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text
    .slice(0, length - 1)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd()}…`;
}

/** `tidy`, on one line. */
export function oneLine(text: string): string {
  return tidy(text).replace(/\s+/g, ' ').trim();
}

/** `clean`, on one line. */
export function cleanLine(text: string): string {
  return clean(text).replace(/\s+/g, ' ').trim();
}

/**
 * People's text for a message or a TextBlock, where markdown and some HTML are rendered: whatever it
 * holds is shown letter by letter. An underscore inside a word means nothing in markdown and stays,
 * so that addresses remain readable in notifications.
 */
export function escapeMarkdown(text: string): string {
  return tidy(text)
    .replace(/[\\`*[\]~|]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/^[ \t]+|[ \t]+$/gm, '')
    .replace(/^([#+=-])/gm, '\\$1')
    .replace(/^(\d+)([.)])/gm, '$1\\$2');
}

/** A name that can stand in `<at>…</at>`: Teams compares it letter by letter, so nothing may need escaping. */
export function mentionName(name: string): string {
  return oneLine(name.replace(/[<>&[\]*_~`\\|#]/g, ' '));
}

/** For `speak`, which may be read as SSML: without the characters that begin markup. */
export function speakable(text: string): string {
  return oneLine(text.replace(/[<>&]/g, ' '));
}
