import MarkdownIt, { type StateInline } from 'markdown-it';

/** Links a text may carry. Markup in a text is shown as it was written, never read. */
const ALLOWED = /^(https?:|mailto:)/i;

const cardMarkdown = new MarkdownIt({ html: false, linkify: false, breaks: true });
const messageMarkdown = new MarkdownIt({ html: false, linkify: true, breaks: true });

for (const markdown of [cardMarkdown, messageMarkdown]) {
  markdown.disable(['image', 'table', 'html_block', 'html_inline']);
  markdown.validateLink = (url) => ALLOWED.test(url.trim());
  const { renderer } = markdown;
  renderer.rules.link_open = (tokens, index, options) => {
    tokens[index]?.attrSet('target', '_blank');
    tokens[index]?.attrSet('rel', 'noopener noreferrer');
    return renderer.renderToken(tokens, index, options);
  };
}
messageMarkdown.inline.ruler.before('autolink', 'mention', readMention);
messageMarkdown.renderer.rules.mention = (tokens, index) =>
  `<span class="mention">${escapeHtml(tokens[index]?.content ?? '')}</span>`;

/** The text of a card as safe HTML: Markdown as Teams reads it in cards. */
export function cardTextToHtml(text: string): string {
  return cardMarkdown.render(text);
}

/** A bot's message as safe HTML: Markdown, with `<at>…</at>` as mentions. */
export function messageToHtml(text: string): string {
  return messageMarkdown.render(text);
}

function readMention(state: StateInline, silent: boolean): boolean {
  const match = state.src.slice(state.pos, state.posMax).match(/^<at(?:\s[^>]*)?>(.*?)<\/at>/);
  if (!match) return false;
  if (!silent) state.push('mention', '', 0).content = match[1] ?? '';
  state.pos += match[0].length;
  return true;
}

function escapeHtml(text: string): string {
  return messageMarkdown.utils.escapeHtml(text);
}
