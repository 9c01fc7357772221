import { describe, expect, test } from '@jest/globals';
import { neededValues } from '../../../src/sandbox/graph-api/odata/candidates.ts';
import { matchFilter } from '../../../src/sandbox/graph-api/odata/match-filter.ts';
import { isAdvanced, parseFilter } from '../../../src/sandbox/graph-api/odata/parse-filter.ts';
import { matchSearch, parseSearch } from '../../../src/sandbox/graph-api/odata/search.ts';

const row = {
  displayName: "Pat O'Brien",
  mail: 'Pat@Fabrikam.com',
  accountEnabled: true,
  jobTitle: null,
  createdDateTime: '2026-03-01T10:00:00Z',
  otherMails: ['pat@home.example', 'p@o.example'],
  assignedLicenses: [],
  identities: [{ issuer: 'google.com', issuerAssignedId: 'pat@gmail.com' }],
  teamsApp: { externalId: 'abc' },
};
const meets = (filter: string) => matchFilter(parseFilter(filter), row);

describe('a filter is met', () => {
  test.each([
    "displayName eq 'pat o''brien'",
    "mail eq 'pat@fabrikam.com' and accountEnabled eq true",
    'jobTitle eq null',
    "mail ne 'x' or mail eq 'y'",
    "not(startswith(mail,'sam'))",
    "startsWith(displayName,'pat')",
    "endswith(mail,'.com')",
    "otherMails/any(o:o eq 'P@O.example')",
    "identities/any(i:i/issuerAssignedId eq 'pat@gmail.com' and i/issuer eq 'google.com')",
    "teamsApp/externalId eq 'ABC'",
    "mail in ('a','pat@fabrikam.com')",
    'assignedLicenses/$count eq 0',
    'otherMails/$count gt 1',
    'createdDateTime ge 2026-03-01T09:00:00Z and createdDateTime lt 2026-03-01T12:00:00+01:00',
    "(displayName eq 'x' or mail eq 'pat@fabrikam.com') and accountEnabled eq true",
    "otherMails/all(o:contains(o,'.example'))",
    'otherMails/any()',
    "microsoft.graph.user/mail eq 'pat@fabrikam.com'",
  ])('%s', (filter) => {
    expect(meets(filter)).toBe(true);
  });
});

describe('a filter is not met', () => {
  test.each([
    "displayName eq 'pat'",
    'accountEnabled eq false',
    "otherMails/any(o:o eq 'x')",
    "identities/any(i:i/issuerAssignedId eq 'pat@gmail.com' and i/issuer eq 'mail')",
    'assignedLicenses/any()',
    'createdDateTime gt 2026-03-01T10:00:00Z',
    "displayName eq 'x' or mail eq 'y' and accountEnabled eq true",
    "unknown eq 'x'",
  ])('%s', (filter) => {
    expect(meets(filter)).toBe(false);
  });
});

describe('a broken filter is refused', () => {
  test.each([
    "displayName eq 'O'Brien'",
    "displayName eq 'open",
    "displayName equals 'x'",
    "(displayName eq 'x'",
    "displayName eq 'x')",
    'displayName eq',
    "and displayName eq 'x'",
    "substring(mail,1) eq 'x'",
    "displayName eq 'x' ; drop",
  ])('%s', (filter) => {
    expect(() => parseFilter(filter)).toThrow(/Invalid filter clause/);
  });
});

test.each([
  ["mail eq 'x'", false],
  ["startswith(mail,'x')", false],
  ["mail ne 'x'", true],
  ["not(mail eq 'x')", true],
  ["endswith(mail,'x')", true],
  ["accountEnabled eq true and endswith(mail,'x')", true],
  ['assignedLicenses/$count eq 0', true],
])('%s needs the advanced query: %s', (filter, advanced) => {
  expect(isAdvanced(parseFilter(filter))).toBe(advanced);
});

test('a look-up by address names the keys it needs, and anything wider names none', () => {
  const properties = ['mail', 'otherMails/*', 'identities/*/issuerAssignedId'];
  const needed = (filter: string) => neededValues(parseFilter(filter), properties);
  expect(needed("mail eq 'a' or otherMails/any(o:o eq 'b')")).toEqual(['a', 'b']);
  expect(needed("identities/any(i:i/issuerAssignedId eq 'c' and i/issuer eq 'x')")).toEqual(['c']);
  expect(needed("userType eq 'Guest' and mail eq 'a'")).toEqual(['a']);
  expect(needed("mail eq 'a' or userType eq 'Guest'")).toBeNull();
  expect(needed("otherMails/any(o:startswith(o,'a'))")).toBeNull();
});

describe('a search', () => {
  const group = { displayName: 'Project X Archive', mail: 'project-x-archive@woodgrove.com' };
  const finds = (search: string) =>
    matchSearch(parseSearch(search, ['displayName', 'mail']), group);

  test.each(['"displayName:project"', '"displayName:arch proj"', '"mail:x" OR "mail:project-x"'])(
    'finds by the beginnings of words: %s',
    (search) => expect(finds(search)).toBe(true),
  );
  test.each(['"displayName:roject"', '"displayName:project" AND "mail:other"'])(
    'does not find: %s',
    (search) => expect(finds(search)).toBe(false),
  );
  test.each(['displayName:project', '"project"', '"secret:x"', '"displayName:x" OR'])(
    'is refused: %s',
    (search) => expect(() => finds(search)).toThrow(),
  );
});
