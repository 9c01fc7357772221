import { unsupportedQuery } from '../graph-error.ts';
import { lexFilter, syntaxError, type Token } from './lex-filter.ts';

export type Literal = string | number | boolean | null;
export type CompareOp = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';

/** A condition of a `$filter`. A path's first part may be the variable of an enclosing lambda. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly inner: Condition }
  | {
      readonly kind: 'compare';
      readonly op: CompareOp;
      readonly path: readonly string[];
      readonly value: Literal;
    }
  | { readonly kind: 'in'; readonly path: readonly string[]; readonly values: readonly Literal[] }
  | {
      readonly kind: 'startswith' | 'endswith' | 'contains';
      readonly path: readonly string[];
      readonly value: string;
    }
  | {
      readonly kind: 'any' | 'all';
      readonly path: readonly string[];
      readonly variable: string;
      readonly inner: Condition | null;
    };

const COMPARE = new Set<string>(['eq', 'ne', 'gt', 'ge', 'lt', 'le']);
const isCompare = (text: string): text is CompareOp => COMPARE.has(text);

function literalOf(token: Token): Literal {
  if (token.kind === 'text') return token.text;
  const word = token.text;
  if (word === 'null') return null;
  if (word === 'true') return true;
  if (word === 'false') return false;
  return /^-?\d+(\.\d+)?$/.test(word) ? Number(word) : word;
}

/** A small recursive descent over the pieces of one filter. */
function parser(source: string) {
  const tokens = lexFilter(source);
  let next = 0;
  const peek = () => tokens[next];
  const fail = (): never => {
    throw syntaxError(source, peek()?.at ?? source.length);
  };
  const take = (): Token => {
    const token = tokens[next] ?? fail();
    next += 1;
    return token;
  };
  const isWord = (text: string) => {
    const token = peek();
    return token?.kind === 'word' && token.text.toLowerCase() === text;
  };
  const expect = (kind: Token['kind']): Token => (peek()?.kind === kind ? take() : fail());
  const path = () => expect('word').text.split('/');

  function or(): Condition {
    let left = and();
    while (isWord('or')) {
      take();
      left = { kind: 'or', left, right: and() };
    }
    return left;
  }

  function and(): Condition {
    let left = unary();
    while (isWord('and')) {
      take();
      left = { kind: 'and', left, right: unary() };
    }
    return left;
  }

  function unary(): Condition {
    if (isWord('not')) {
      take();
      return { kind: 'not', inner: unary() };
    }
    if (peek()?.kind !== '(') return term();
    take();
    const inner = or();
    expect(')');
    return inner;
  }

  function term(): Condition {
    const word = expect('word').text;
    if (peek()?.kind === '(') return called(word);
    const subject = word.split('/');
    const op = expect('word').text.toLowerCase();
    if (op === 'in') return { kind: 'in', path: subject, values: list() };
    if (!isCompare(op)) return fail();
    const value = take();
    if (value.kind !== 'text' && value.kind !== 'word') return fail();
    return { kind: 'compare', op, path: subject, value: literalOf(value) };
  }

  function list(): Literal[] {
    expect('(');
    const values = [literalOf(take())];
    while (peek()?.kind === ',') {
      take();
      values.push(literalOf(take()));
    }
    expect(')');
    return values;
  }

  function called(word: string): Condition {
    const parts = word.split('/');
    const name = (parts.pop() ?? '').toLowerCase();
    expect('(');
    if (name === 'any' || name === 'all') return lambda(name, parts);
    if (name !== 'startswith' && name !== 'endswith' && name !== 'contains') {
      throw unsupportedQuery(`Invalid filter clause: function '${word}' is not supported.`);
    }
    const subject = path();
    expect(',');
    const value = expect('text').text;
    expect(')');
    return { kind: name, path: subject, value };
  }

  function lambda(kind: 'any' | 'all', subject: string[]): Condition {
    if (kind === 'any' && peek()?.kind === ')') {
      take();
      return { kind, path: subject, variable: '', inner: null };
    }
    const variable = expect('word').text;
    expect(':');
    const inner = or();
    expect(')');
    return { kind, path: subject, variable, inner };
  }

  const condition = or();
  if (peek()) fail();
  return condition;
}

/** Reads a `$filter`. Throws what Graph answers to a broken one. */
export function parseFilter(source: string): Condition {
  return parser(source);
}

/** Whether the directory answers this only with `ConsistencyLevel: eventual` and `$count=true`. */
export function isAdvanced(condition: Condition): boolean {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return isAdvanced(condition.left) || isAdvanced(condition.right);
    case 'not':
    case 'endswith':
      return true;
    case 'compare':
      return condition.op === 'ne' || condition.path.includes('$count');
    case 'any':
    case 'all':
      return condition.inner ? isAdvanced(condition.inner) : false;
    default:
      return false;
  }
}

/** The properties a condition begins at, those inside lambdas left out. */
export function pathsOf(condition: Condition): string[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return [...pathsOf(condition.left), ...pathsOf(condition.right)];
    case 'not':
      return pathsOf(condition.inner);
    default:
      return condition.path.slice(0, 1);
  }
}

/** Whether a function stands anywhere in it. */
export function uses(condition: Condition, kind: Condition['kind']): boolean {
  if (condition.kind === kind) return true;
  if (condition.kind === 'and' || condition.kind === 'or') {
    return uses(condition.left, kind) || uses(condition.right, kind);
  }
  if (condition.kind === 'not') return uses(condition.inner, kind);
  if (condition.kind === 'any' || condition.kind === 'all') {
    return condition.inner ? uses(condition.inner, kind) : false;
  }
  return false;
}
