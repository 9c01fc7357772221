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

/** Where the reading stands. */
interface Cursor {
  readonly source: string;
  readonly tokens: readonly Token[];
  next: number;
}

function fail(cursor: Cursor): never {
  const at = cursor.tokens[cursor.next]?.at ?? cursor.source.length;
  throw syntaxError(cursor.source, at);
}

function peek(cursor: Cursor): Token | undefined {
  return cursor.tokens[cursor.next];
}

function take(cursor: Cursor): Token {
  const token = peek(cursor) ?? fail(cursor);
  cursor.next += 1;
  return token;
}

function expect(cursor: Cursor, kind: Token['kind']): Token {
  return peek(cursor)?.kind === kind ? take(cursor) : fail(cursor);
}

function takeWord(cursor: Cursor, text: string): boolean {
  const token = peek(cursor);
  const there = token?.kind === 'word' && token.text.toLowerCase() === text;
  if (there) cursor.next += 1;
  return there;
}

/** A type in a path (`microsoft.graph.user/mail`) only narrows: rows of other types lack the property. */
function partsOf(word: string): string[] {
  return word.split('/').filter((part) => !/^microsoft\.graph\./.test(part));
}

function readOr(cursor: Cursor): Condition {
  let left = readAnd(cursor);
  while (takeWord(cursor, 'or')) left = { kind: 'or', left, right: readAnd(cursor) };
  return left;
}

function readAnd(cursor: Cursor): Condition {
  let left = readUnary(cursor);
  while (takeWord(cursor, 'and')) left = { kind: 'and', left, right: readUnary(cursor) };
  return left;
}

function readUnary(cursor: Cursor): Condition {
  if (takeWord(cursor, 'not')) return { kind: 'not', inner: readUnary(cursor) };
  if (peek(cursor)?.kind !== '(') return readTerm(cursor);
  take(cursor);
  const inner = readOr(cursor);
  expect(cursor, ')');
  return inner;
}

function readTerm(cursor: Cursor): Condition {
  const word = expect(cursor, 'word').text;
  if (peek(cursor)?.kind === '(') return readCall(cursor, word);
  const path = partsOf(word);
  const op = expect(cursor, 'word').text.toLowerCase();
  if (op === 'in') return { kind: 'in', path, values: readList(cursor) };
  if (!isCompare(op)) return fail(cursor);
  const value = take(cursor);
  if (value.kind !== 'text' && value.kind !== 'word') return fail(cursor);
  return { kind: 'compare', op, path, value: literalOf(value) };
}

function readList(cursor: Cursor): Literal[] {
  expect(cursor, '(');
  const values = [literalOf(take(cursor))];
  while (peek(cursor)?.kind === ',') {
    take(cursor);
    values.push(literalOf(take(cursor)));
  }
  expect(cursor, ')');
  return values;
}

function readCall(cursor: Cursor, word: string): Condition {
  const parts = partsOf(word);
  const name = (parts.pop() ?? '').toLowerCase();
  expect(cursor, '(');
  if (name === 'any' || name === 'all') return readLambda(cursor, name, parts);
  if (name !== 'startswith' && name !== 'endswith' && name !== 'contains') {
    throw unsupportedQuery(`Invalid filter clause: function '${word}' is not supported.`);
  }
  const path = partsOf(expect(cursor, 'word').text);
  expect(cursor, ',');
  const value = expect(cursor, 'text').text;
  expect(cursor, ')');
  return { kind: name, path, value };
}

function readLambda(cursor: Cursor, kind: 'any' | 'all', path: readonly string[]): Condition {
  if (kind === 'any' && peek(cursor)?.kind === ')') {
    take(cursor);
    return { kind, path, variable: '', inner: null };
  }
  const variable = expect(cursor, 'word').text;
  expect(cursor, ':');
  const inner = readOr(cursor);
  expect(cursor, ')');
  return { kind, path, variable, inner };
}

/** Reads a `$filter` by recursive descent. Throws what Graph answers to a broken one. */
export function parseFilter(source: string): Condition {
  const cursor: Cursor = { source, tokens: lexFilter(source), next: 0 };
  const condition = readOr(cursor);
  return peek(cursor) ? fail(cursor) : condition;
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
