import { BOT_NAME } from './activity.ts';

type Json = Readonly<Record<string, unknown>>;

/** What a person typed. */
export interface Typed {
  readonly text: string;
  /** Whether `text` is HTML already, and goes out with its tags. */
  readonly isHtml: boolean;
  /** The formatted form of what follows the mention, where the client made one. */
  readonly html: string | null;
  /** Whether the bot is mentioned although the text does not say so. */
  readonly mention: boolean;
}

/** The fields of a message that carry what was typed. */
export interface Composed {
  readonly text: string;
  readonly html: string | null;
  /** Whether the bot is mentioned. */
  readonly heard: boolean;
  readonly entities: readonly Json[];
}

/** `@Guestlist` as a person types it, or as his client has marked it. */
const MENTION = new RegExp(
  `(?:(?<=^|\\s)@${BOT_NAME}(?!\\w)|<at>${BOT_NAME}</at>)[ \\u00a0]*`,
  'i',
);
const AT = `<at>${BOT_NAME}</at>`;
const LINK = /https?:\/\/[^\s<>"]+|[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+/g;
const NBSP = '\u00a0';

function escapeHtml(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped.replaceAll('"', '&quot;');
}

function anchor(found: string): string {
  const target = escapeHtml(found.startsWith('http') ? found : `mailto:${found}`);
  return `<a href="${target}" title="${target}">${escapeHtml(found)}</a>`;
}

/** Plain text as the Teams client marks it up: addresses become links, lines stay lines. */
export function markUp(text: string): string {
  let html = '';
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    html += escapeHtml(text.slice(end, match.index)) + anchor(match[0]);
    end = match.index + match[0].length;
  }
  return (html + escapeHtml(text.slice(end))).replaceAll('\n', '<br>');
}

function span(itemId: number): string {
  return `<span itemtype="http://schema.skype.com/Mention" itemscope="" itemid="${itemId}">${BOT_NAME}</span>&nbsp;`;
}

/** The text between the mentions of the bot: one piece more than there are mentions. */
function splitAtMentions({ text, mention }: Typed): string[] {
  const pieces = text.split(MENTION);
  return mention && pieces.length === 1 ? ['', text] : pieces;
}

/** A 1:1 message: plain text, with the formatted form only where the client made one. */
export function composePersonal({ text, isHtml, html }: Typed): Composed {
  return { text, html: html ?? (isHtml ? text : null), heard: true, entities: [] };
}

/** A message where several people are: the bot hears it only when it is mentioned. */
export function composeShared(typed: Typed, bot: { id: string; name: string }): Composed {
  const pieces = splitAtMentions(typed);
  const marked = typed.isHtml ? pieces : pieces.map(markUp);
  const formatted = typed.html ? [...marked.slice(0, -1), typed.html] : marked;
  const html = formatted.map((piece, at) => (at === 0 ? piece : span(at - 1) + piece)).join('');
  const entities = pieces.slice(1).map(() => ({ mentioned: bot, text: AT, type: 'mention' }));
  const text = pieces.join(AT + NBSP);
  return { text, html: `<p>${html}</p>`, heard: entities.length > 0, entities };
}

/** The attachment that carries a message's formatted form. */
export function htmlAttachment(html: string): Json {
  return { contentType: 'text/html', content: html };
}
