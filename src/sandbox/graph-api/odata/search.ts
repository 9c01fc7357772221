import { badRequest } from '../graph-error.ts';

/** One clause of a `$search`: a property and the words it must hold. */
interface Clause {
  readonly property: string;
  readonly words: readonly string[];
}

/** A `$search` as alternatives of clauses that must all hold. */
export type Search = readonly (readonly Clause[])[];

const CLAUSE = /"((?:[^"\\]|\\.)*)"|\b(AND|OR)\b|([()\s]+)|(.)/gs;

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}@._-]+/u)
    .filter((word) => word !== '');
}

function clauseOf(quoted: string, searchable: readonly string[]): Clause {
  const text = quoted.replace(/\\(.)/g, '$1');
  const colon = text.indexOf(':');
  if (colon < 0) throw badRequest(`Syntax error: character '"' is not valid in '"${quoted}"'.`);
  const property = text.slice(0, colon);
  if (!searchable.includes(property)) {
    throw badRequest(`$search is not supported on property '${property}'.`);
  }
  return { property, words: wordsOf(text.slice(colon + 1)) };
}

/** Reads `"displayName:project x" OR "mail:…"`. Throws what Graph answers to a broken one. */
export function parseSearch(source: string, searchable: readonly string[]): Search {
  const alternatives: Clause[][] = [[]];
  for (const [, quoted, operator, , other] of source.matchAll(CLAUSE)) {
    if (other !== undefined) {
      throw badRequest(`Syntax error: character '${other}' is not valid in '${source}'.`);
    }
    if (operator === 'OR') alternatives.push([]);
    if (quoted !== undefined) alternatives.at(-1)?.push(clauseOf(quoted, searchable));
  }
  if (alternatives.some((clauses) => clauses.length === 0)) {
    throw badRequest(`Syntax error: a clause is missing in '${source}'.`);
  }
  return alternatives;
}

/** Words match from their beginning, in any place of the property. */
function holds(clause: Clause, row: Readonly<Record<string, unknown>>): boolean {
  const value = row[clause.property];
  if (typeof value !== 'string') return false;
  const there = [...wordsOf(value), value.toLowerCase()];
  return clause.words.every((word) => there.some((each) => each.startsWith(word)));
}

/** Whether a row meets a search. */
export function matchSearch(search: Search, row: Readonly<Record<string, unknown>>): boolean {
  return search.some((clauses) => clauses.every((clause) => holds(clause, row)));
}
