import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  isObjectId,
  literal,
  pathOf,
  queryString,
  relativeLink,
  searchClause,
} from '../../src/graph/odata.ts';

/** Reads an OData literal back as a server does. */
function unquote(text: string): string {
  expect(text.startsWith("'") && text.endsWith("'")).toBe(true);
  const inner = text.slice(1, -1);
  expect(inner.replaceAll("''", '')).not.toContain("'");
  return inner.replaceAll("''", "'");
}

test('any text survives as an OData literal', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(unquote(literal(text))).toBe(text);
    }),
  );
});

test('any query survives the way through a URL, with + & # and quotes in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (filter, search) => {
      const query = queryString({ $filter: filter, $search: search, $top: undefined });
      const read = new URL(`http://graph/v1.0/users${query}`).searchParams;
      expect(Object.fromEntries(read)).toEqual({ $filter: filter, $search: search });
      expect(query).not.toMatch(/[+#\s]/);
      expect(query.match(/&/g) ?? []).toHaveLength(1);
    }),
  );
});

test('a search clause stays one clause whatever the text holds', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const clause = searchClause('displayName', text);
      const inner = clause.slice(1, -1);
      expect(inner.replace(/\\[\\"]/g, '')).not.toMatch(/["\\]/);
      expect(inner.replace(/\\([\\"])/g, '$1')).toBe(`displayName:${text}`);
    }),
  );
});

test('what is filled into a path cannot leave its place', () => {
  fc.assert(
    fc.property(fc.string(), (id) => {
      const path = pathOf`/users/${id}/messages`;
      expect(path.split('/')).toHaveLength(4);
      expect(decodeURIComponent(path.split('/')[2] ?? '')).toBe(id);
    }),
  );
});

test('an address with an apostrophe and a plus is asked for as it is', () => {
  const query = queryString({ $filter: `mail eq ${literal("sean.o'brien+x@contoso.com")}` });
  expect(query).toBe("?$filter=mail%20eq%20'sean.o''brien%2Bx%40contoso.com'");
});

test('a link of Graph is followed on our own base address only', () => {
  const link = 'https://evil.example/v1.0/users/delta?$skiptoken=a%2Bb';
  expect(relativeLink(link)).toBe('/users/delta?$skiptoken=a%2Bb');
  expect(relativeLink('http://127.0.0.1:1/beta/users?x=1')).toBe('/users?x=1');
  expect(relativeLink('/users/delta?$deltatoken=x')).toBe('/users/delta?$deltatoken=x');
});

test('only a GUID is an object id', () => {
  expect(isObjectId('62E90394-69f5-4237-9190-012177145e10')).toBe(true);
  expect(isObjectId('Project X')).toBe(false);
});
