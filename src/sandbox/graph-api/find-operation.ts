import type { Operation } from './call.ts';
import { badRequest } from './graph-error.ts';

interface Compiled {
  readonly operation: Operation;
  readonly parts: readonly string[];
  /** How many parts are fixed: the more, the better the match. */
  readonly fixed: number;
}

/** An operation and the decoded parts of the path. */
export interface Found {
  readonly operation: Operation;
  readonly params: Readonly<Record<string, string>>;
}

/** `users('x')` → `users`, `x`; `servicePrincipals(appId='x')` → `servicePrincipals`, `appId=x`; `microsoft.graph.user` → `graph.user`. */
function piecesOf(part: string): string[] {
  const keyed = /^([A-Za-z]+)\((?:(\w+)=)?'((?:[^']|'')*)'\)$/.exec(part);
  if (keyed?.[1]) {
    const value = (keyed[3] ?? '').replaceAll("''", "'");
    const named = keyed[2] && keyed[2] !== 'userPrincipalName' ? `${keyed[2]}=${value}` : value;
    return [keyed[1], named];
  }
  if (part === 'delta' || part === 'microsoft.graph.delta') return ['delta()'];
  return [part.replace(/^microsoft\.graph\./, 'graph.')];
}

/** The decoded parts of a path. Throws 400 for one that cannot be decoded. */
function partsOf(path: string): string[] {
  try {
    return path
      .split('/')
      .filter((part) => part !== '')
      .map((part) => decodeURIComponent(part))
      .flatMap(piecesOf);
  } catch {
    throw badRequest('The path cannot be decoded.');
  }
}

function match({ parts }: Compiled, asked: readonly string[]): Record<string, string> | null {
  const params: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const given = asked[index] ?? '';
    if (part.startsWith('{')) params[part.slice(1, -1)] = given;
    else if (part.toLowerCase() !== given.toLowerCase()) return null;
  }
  return params;
}

/** A finder over a table of operations, by method and number of parts. */
export function operationFinder(
  operations: readonly Operation[],
): (method: string, version: string, path: string) => Found | null {
  const table = new Map<string, Compiled[]>();
  for (const operation of operations) {
    const parts = operation.template.split('/').filter((part) => part !== '');
    const fixed = parts.filter((part) => !part.startsWith('{')).length;
    const key = `${operation.method} ${parts.length}`;
    table.set(key, [...(table.get(key) ?? []), { operation, parts, fixed }]);
  }
  for (const compiled of table.values()) compiled.sort((a, b) => b.fixed - a.fixed);

  return (method, version, path) => {
    const asked = partsOf(path);
    for (const compiled of table.get(`${method} ${asked.length}`) ?? []) {
      const { operation } = compiled;
      if (operation.version && operation.version !== version) continue;
      const params = match(compiled, asked);
      if (params) return { operation, params };
    }
    return null;
  };
}
