import { badRequest } from '../graph-error.ts';

/** A piece of a `$filter`. `at` is its position, for the error sentence. */
export type Token =
  | { readonly kind: 'text'; readonly text: string; readonly at: number }
  | { readonly kind: 'word'; readonly text: string; readonly at: number }
  | { readonly kind: '(' | ')' | ',' | ':'; readonly text: string; readonly at: number };

const MOMENT = /\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)/y;
const WORD = /[\w$@.\-/*]+/y;

function matchAt(pattern: RegExp, source: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? null;
}

/** The text literal that starts at `at`; an apostrophe inside is doubled. */
function textAt(source: string, at: number): { text: string; end: number } {
  let text = '';
  for (let index = at + 1; index < source.length; index += 1) {
    if (source[index] !== "'") {
      text += source[index];
      continue;
    }
    if (source[index + 1] !== "'") return { text, end: index + 1 };
    text += "'";
    index += 1;
  }
  throw badRequest(
    `Invalid filter clause: There is an unterminated string literal at position ${source.length} in '${source}'.`,
  );
}

/** Cuts a `$filter` into pieces. Throws what Graph answers to a broken one. */
export function lexFilter(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const sign = source[at] ?? '';
    if (/\s/.test(sign)) {
      at += 1;
    } else if (sign === "'") {
      const { text, end } = textAt(source, at);
      if (/\w/.test(source[end] ?? '')) throw syntaxError(source, end);
      tokens.push({ kind: 'text', text, at });
      at = end;
    } else if (sign === '(' || sign === ')' || sign === ',' || sign === ':') {
      tokens.push({ kind: sign, text: sign, at });
      at += 1;
    } else {
      const text = matchAt(MOMENT, source, at) ?? matchAt(WORD, source, at);
      if (!text) throw syntaxError(source, at);
      tokens.push({ kind: 'word', text, at });
      at += text.length;
    }
  }
  return tokens;
}

/** What Graph says of a filter that it cannot read. */
export function syntaxError(source: string, at: number): Error {
  return badRequest(`Invalid filter clause: Syntax error at position ${at} in '${source}'.`);
}
