import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import type { IncomingText } from './types.ts';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

/** In a text people may write about tags; only those that Teams itself puts there are tags. */
const TAGS_OF_TEXT = notTags('a|at|attachment|br|div|p|span');
/** Tags that Teams and the mail programs people paste from do write. */
const TAGS_OF_HTML = notTags(
  'a|abbr|at|attachment|b|blockquote|br|code|div|em|emoji|font|h[1-6]|hr|i|img|li|ol|p|pre|s|span' +
    '|strike|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul',
);
const LINES = new Set('blockquote div h1 h2 h3 h4 h5 h6 hr li ol p pre table tr ul'.split(' '));
const MENTION = 'http://schema.skype.com/Mention';
const REPLY = 'http://schema.skype.com/Reply';

/** No message of a person is nested deeper; it keeps a hostile one from exhausting the stack. */
const DEEPEST = 40;

/**
 * What a person wrote, as plain text: without mentions of the bot and quoted messages, addresses
 * written out, one kind of blank and of quote, line breaks as `\n`.
 */
export function plainText(input: IncomingText): string {
  const bots = new Set(input.botMentions.map(mentionedName));
  const fromHtml = input.html === null ? '' : textOf(input.html, TAGS_OF_HTML, bots);
  if (fromHtml !== '') return fromHtml;
  return textOf(input.text.replace(/\r\n?|\n/g, '<br>'), TAGS_OF_TEXT, bots);
}

/** Matches each `<` that begins none of these tags. */
function notTags(names: string): RegExp {
  return new RegExp(`<(?!/?(?:${names})(?:\\s[^<>]*)?/?>)`, 'gi');
}

function textOf(html: string, notTag: RegExp, bots: ReadonlySet<string>): string {
  const fragment = parseFragment(html.replace(notTag, '&lt;'));
  return tidied(fragment.childNodes.map((node) => nodeText(node, bots)).join(''));
}

function nodeText(node: Node, bots: ReadonlySet<string>, depth = 0): string {
  if ('value' in node) return node.value.replace(/[\r\n\t]+/g, ' ');
  if (!('tagName' in node) || depth > DEEPEST) return '';
  if (node.tagName === 'br') return '\n';
  if (node.tagName === 'attachment' || attribute(node, 'itemtype') === REPLY) return '';
  const inner = node.childNodes.map((child) => nodeText(child, bots, depth + 1)).join('');
  if (isMention(node)) return bots.has(mentionedName(inner)) ? ' ' : inner;
  if (node.tagName === 'a') return anchorText(node, inner);
  return LINES.has(node.tagName) ? `\n${inner}\n` : inner;
}

function isMention(element: Element): boolean {
  return element.tagName === 'at' || attribute(element, 'itemtype') === MENTION;
}

/** Teams writes a mention's name with and without `@` and tags. */
function mentionedName(text: string): string {
  const name = text.replace(/<\/?at[^<>]*>/gi, '').replace(/^[\s@]+/, '');
  return tidied(name).toLowerCase();
}

/** A link to an address is that address, with the name it is shown under; any other is its text. */
function anchorText(anchor: Element, shown: string): string {
  const target = /^mailto:([^?]+)/i.exec(attribute(anchor, 'href').trim())?.[1];
  if (!target) return shown;
  const addresses = decoded(target);
  const text = tidied(shown).replace(/^mailto:/i, '');
  if (text === '' || text.toLowerCase() === addresses.toLowerCase()) return addresses;
  return text.includes('@') || addresses.includes(',') ? addresses : `${text} <${addresses}>`;
}

function decoded(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}

function attribute(element: Element, name: string): string {
  return element.attrs.find((each) => each.name === name)?.value ?? '';
}

/** One kind of blank and of quote, no invisible characters, no more than one empty line. */
export function tidied(text: string): string {
  return text
    .replace(/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]/g, ' ')
    .replace(/[\u200b\u200c\u2060\ufeff\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/(?<!\p{Extended_Pictographic}\ufe0f?)\u200d/gu, '')
    .replace(/[\u201c-\u201f\u2033\u2036\u00ab\u00bb]/g, '"')
    .replace(/[\u2018-\u201b\u2032\u2035]/g, "'")
    .split('\n')
    .map((line) => line.replace(/ +/g, ' ').trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
