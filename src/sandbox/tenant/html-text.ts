import { type DefaultTreeAdapterMap, parse } from 'parse5';

type Node = DefaultTreeAdapterMap['node'];

const BLOCKS = new Set(['p', 'div', 'tr', 'table', 'h1', 'h2', 'h3', 'ul', 'ol', 'li', 'br', 'hr']);
const SILENT = new Set(['head', 'style', 'script', 'title']);

function write(node: Node, out: string[]): void {
  if ('value' in node && node.nodeName === '#text') {
    out.push(node.value.replace(/\s+/g, ' '));
    return;
  }
  if (SILENT.has(node.nodeName) || !('childNodes' in node) || isHidden(node)) return;
  for (const child of node.childNodes) write(child, out);
  const link = 'attrs' in node && node.attrs.find((attribute) => attribute.name === 'href')?.value;
  // A link that is its own words would only be said twice.
  if (node.nodeName === 'a' && link && !out.at(-1)?.includes(link)) out.push(` <${link}>`);
  if (BLOCKS.has(node.nodeName)) out.push('\n');
}

function isHidden(node: Node): boolean {
  const style = 'attrs' in node && node.attrs.find(({ name }) => name === 'style')?.value;
  return style ? /display:\s*none/.test(style) : false;
}

/** The plain text that a mail server makes of an HTML body; links stand behind their words. */
export function textOf(html: string): string {
  const out: string[] = [];
  write(parse(html), out);
  return out
    .join('')
    .replace(/[ \t]*\n[ \t]*/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Every address a link of the body leads to, in order. */
export function linksOf(html: string): string[] {
  const links: string[] = [];
  const visit = (node: Node): void => {
    if ('attrs' in node) {
      const href = node.attrs.find((attribute) => attribute.name === 'href');
      if (href) links.push(href.value);
    }
    if ('childNodes' in node) for (const child of node.childNodes) visit(child);
  };
  visit(parse(html));
  return links;
}
