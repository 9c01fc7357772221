/** Values of a query, unescaped; a missing one is left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** A text as an OData literal: in apostrophes, inner ones doubled. Goes into `$filter` before `queryString` escapes the rest. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** One clause of `$search`: `"displayName:Project"`, inner quotes and backslashes escaped. */
export function searchClause(property: string, text: string): string {
  return `"${property}:${text.replace(/[\\"]/g, '\\$&')}"`;
}

/** `?$filter=…&$select=…` with every value percent-encoded (`+`, `&`, `#` and blanks among them), or nothing. */
export function queryString(query: Query = {}): string {
  const parts = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

/** Builds a path and encodes what is filled in: `` pathOf`/groups/${id}/owners` ``. */
export function pathOf(fixed: TemplateStringsArray, ...pieces: readonly string[]): string {
  return fixed.reduce(
    (path, part, index) =>
      path + part + (index < pieces.length ? encodeURIComponent(pieces[index] ?? '') : ''),
    '',
  );
}

/**
 * Path and query of a link that Graph gave (`@odata.nextLink`, `@odata.deltaLink`), without host and
 * version: what follows is asked of our own base address, so that no token ever goes to another host.
 */
export function relativeLink(link: string): string {
  const { pathname, search } = new URL(link, 'https://graph.microsoft.com');
  return pathname.replace(/^.*?\/(?:v1\.0|beta)(?=\/)/, '') + search;
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text has the shape of an Entra object id. */
export function isObjectId(text: string): boolean {
  return GUID.test(text);
}
