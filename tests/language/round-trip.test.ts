import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { inviteOf, read, TODAY } from './read.ts';

interface Asked {
  readonly guests: readonly { readonly address: string; readonly name: string | null }[];
  readonly resources: readonly string[];
  readonly until: string | null;
  readonly reason: string | null;
  readonly message: string | null;
}

const words = (vocabulary: readonly string[], minLength: number, maxLength: number) =>
  fc.array(fc.constantFrom(...vocabulary), { minLength, maxLength });

const address = fc
  .tuple(
    fc.stringMatching(/^[a-z][a-z0-9]{0,8}([._'-][a-z0-9]{1,6})?$/),
    fc.stringMatching(/^[a-z][a-z0-9]{1,8}(-[a-z0-9]{1,4})?\.(com|co\.uk|museum|dk)$/),
  )
  .map(([local, domain]) => `${local}@${domain}`);

const personName = fc.constantFrom(
  'Sam Oogle',
  'Oogle, Sam',
  'Anna van Dam',
  "Pat O'Hara",
  'Łucja',
);

const guests = fc.uniqueArray(fc.record({ address, name: fc.option(personName, { nil: null }) }), {
  minLength: 1,
  maxLength: 5,
  selector: (guest) => guest.address,
});

/** Names made of the words that the grammar listens for, too. */
const resourceName = fc
  .tuple(
    fc.constantFrom('Road', 'Project', 'Årsregnskab', 'R&D', 'Q3', 'Training', 'Dr.'),
    words(['to', 'in', 'for', 'of', 'the', 'and', 'Green', 'X', '2027', '-'], 0, 4),
    fc.constantFrom('Green', 'X', 'Partners', 'Fans', 'Development'),
  )
  .map(([first, middle, last]) => [first, ...middle, last].join(' '))
  // `A and to B` are two places, unless it stands in quotes.
  .filter((name) => !/ and (to|in) /.test(name));

const resources = fc.uniqueArray(resourceName, {
  maxLength: 3,
  selector: (name) => name.toLowerCase(),
});

const reason = words(['he', 'audits', 'the', 'books', 'to', 'for', 'in', 'Q3', 'and'], 1, 7).map(
  (list) => ['he', ...list, 'soon'].join(' '),
);

const message = words(
  [
    'Welcome',
    'to',
    'until 31 March',
    'because',
    'sam@gmail.com',
    "it's",
    'thanks!',
    '\n',
    '<b>',
    '🎉',
  ],
  1,
  8,
).map((list) => `Dear ${list.join(' ')} you.`.replace(/\s*\n\s*/g, '\n'));

const until = fc.integer({ min: 1, max: 1_500 }).map((days) => addDays(days));

const asked: fc.Arbitrary<Asked> = fc
  .record({
    guests,
    resources,
    until: fc.option(until, { nil: null }),
    reason: fc.option(reason, { nil: null }),
    message: fc.option(message, { nil: null }),
  })
  // `because he moved to Q3` names a resource where nothing else does.
  .filter(({ resources: places, reason: why }) => places.length > 0 || !why?.includes('to Q3'));

/** How it is said: everything that must make no difference. */
const manner = fc.record({
  before: fc.constantFrom('', 'Hi, ', 'please ', 'Could you please ', 'Hello!\nCan you '),
  verb: fc.constantFrom('invite', 'Invite', 'add', 'bring in'),
  separator: fc.constantFrom(', ', '; ', ' and ', '\n', ','),
  bracket: fc.boolean(),
  to: fc.constantFrom('to', 'into', 'in', 'to join'),
  quote: fc.constantFrom('"', "'", '“”'),
  date: fc.integer({ min: 0, max: 4 }),
  because: fc.constantFrom('because', 'because of the fact that:', 'since'),
  saying: fc.constantFrom('with message', 'with the message:', 'saying'),
  after: fc.constantFrom(
    '',
    '.',
    '!',
    ', please',
    ' please?',
    '. Thanks!',
    '.\nThank you,\nJohn Doe',
  ),
  order: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }),
});
type Manner = typeof manner extends fc.Arbitrary<infer T> ? T : never;

test('what is asked for in any manner is read as it was meant', () => {
  fc.assert(
    fc.property(asked, manner, (wanted, how) => {
      const { wish, gaps } = inviteOf(sentence(wanted, how));
      expect(wish.guests).toEqual(wanted.guests);
      expect(wish.resources).toEqual(wanted.resources);
      expect(wish.until).toBe(wanted.until);
      expect(wish.reason).toBe(wanted.reason === null ? null : reasonAs(wanted.reason, how));
      expect(wish.message).toBe(wanted.message);
      const missing = wanted.resources.length === 0 ? ['sentence.noResource'] : [];
      expect(gaps.map(({ code }) => code)).toEqual(missing);
    }),
    { seed: 20261121, numRuns: 3_000 },
  );
});

test('a single name without quotes is the first reading, and a list is among its readings', () => {
  fc.assert(
    fc.property(fc.uniqueArray(resourceName, { minLength: 1, maxLength: 3 }), (names) => {
      const phrase =
        names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
      const { wish } = inviteOf(`invite sam@gmail.com to ${phrase}`);
      expect(wish.resources).toEqual([phrase]);
      const joints = phrase.split(/, | and /).length - 1;
      if (names.length > 1 && joints <= 4) expect(wish.splits?.[phrase]).toContainEqual(names);
    }),
    { seed: 20261121, numRuns: 1_000 },
  );
});

test('no text makes the reader fail', () => {
  const fragment = fc.oneof(
    fc.string({ maxLength: 10 }),
    fc.constantFrom(
      'invite ',
      'to ',
      'until ',
      'for 3 days ',
      '"',
      "'",
      '<',
      '>',
      '@',
      'a@b.co',
      ',',
      '\n',
      'and ',
      'because ',
      'with message ',
      '&nbsp;',
      '<at>',
      '</at>',
      '<a href="mailto:',
      '\ud800',
      '\u0000',
      '\u202e',
      '🎉',
    ),
  );
  fc.assert(
    fc.property(fc.array(fragment, { maxLength: 30 }), (fragments) => {
      expect(read(fragments.join(''))).toHaveProperty('kind');
    }),
    { seed: 20261121, numRuns: 1_000 },
  );
});

function sentence(wanted: Asked, how: Manner): string {
  const people = wanted.guests.map((guest) => guestAs(guest, how)).join(how.separator);
  const places = wanted.resources.map((name) => quotedAs(name, how)).join(' and ');
  const clauses = [
    places && `${how.to} ${places}`,
    wanted.until && `until ${dateAs(wanted.until, how.date)}`,
    wanted.reason && `${how.because} ${wanted.reason}`,
    wanted.message && `${how.saying} "${wanted.message}"`,
  ];
  const said = how.order.map((index) => clauses[index]).filter(Boolean);
  return `${how.before}${how.verb} ${[people, ...said].join(' ')}${how.after}`;
}

function guestAs({ address, name }: Asked['guests'][number], { bracket }: Manner): string {
  if (name === null) return bracket ? `<${address}>` : address;
  return name.includes(',') ? `"${name}" <${address}>` : `${name} <${address}>`;
}

function quotedAs(name: string, { quote }: Manner): string {
  return `${quote.charAt(0)}${name}${quote.at(-1)}`;
}

function dateAs(day: string, style: number): string {
  const date = DateTime.fromISO(day, { locale: 'en-GB' });
  const formats = ['yyyy-MM-dd', 'd MMMM yyyy', 'MMMM d, yyyy', 'EEEE d MMM yyyy', 'd.M.yyyy'];
  return date.toFormat(formats[style] ?? 'yyyy-MM-dd');
}

function reasonAs(reason: string, { because }: Manner): string {
  return because.endsWith(':') ? `the fact that: ${reason}` : reason;
}

function addDays(days: number): string {
  return DateTime.fromISO(TODAY, { zone: 'utc' }).plus({ days }).toFormat('yyyy-MM-dd');
}
