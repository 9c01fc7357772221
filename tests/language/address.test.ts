import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkAddress } from '../../src/language/address.ts';

test.each([
  ['sam@gmail.com', 'sam@gmail.com'],
  ['  Sam.Oogle@GMAIL.com ', 'Sam.Oogle@gmail.com'],
  ["o'brien@x-y.co.uk", "o'brien@x-y.co.uk"],
  ['sam_o-ogle@sub.example.museum', 'sam_o-ogle@sub.example.museum'],
  ['jürgen@müller.de', 'jürgen@xn--mller-kva.de'],
  ['sam@例え.jp', 'sam@xn--r8jz45g.jp'],
  [`${'a'.repeat(64)}@gmail.com`, `${'a'.repeat(64)}@gmail.com`],
])('%j is taken as %j', (typed, address) => {
  expect(checkAddress(typed)).toEqual({ ok: true, address });
});

test.each([...'~!#$%^&*()=[]{}\\/|;:"<>?,'])('the character %j is named', (character) => {
  const address = `sam${character}oogle@gmail.com`;
  expect(checkAddress(address)).toEqual({
    ok: false,
    problem: { code: 'guest.addressCharacters', params: { address, character } },
    suggestion: null,
  });
});

test.each([
  ['sam+news@gmail.com', 'sam@gmail.com'],
  ['Sam.Oogle+x.y-z@Gmail.com', 'Sam.Oogle@gmail.com'],
  ['sam+@gmail.com', 'sam@gmail.com'],
  ['sam+news@gmail', null],
])('the plus-address %j suggests %j', (address, suggestion) => {
  expect(checkAddress(address)).toEqual({
    ok: false,
    problem: { code: 'guest.plusAddress', params: { address } },
    suggestion,
  });
});

test.each(['+sam@gmail.com', 'sam+a+b@gmail.com'])('%j is no tag behind a name', (address) => {
  expect(checkAddress(address)).toMatchObject({
    problem: { code: 'guest.addressCharacters', params: { character: '+' } },
    suggestion: null,
  });
});

test.each([
  '',
  'sam',
  'sam@',
  '@gmail.com',
  'sam@gmail',
  'sam@@gmail.com',
  'sam@x@gmail.com',
  'sam oogle@gmail.com',
  'sam@10.0.0.1',
  'sam@-x.com',
  'sam@x_y.com',
  `sam@${'x'.repeat(64)}.com`,
])('%j is no complete address', (address) => {
  expect(checkAddress(address)).toEqual({
    ok: false,
    problem: { code: 'guest.addressShape', params: { address } },
    suggestion: null,
  });
});

test.each([
  ['sam.@gmail.com', 'sam@gmail.com'],
  ['.sam@gmail.com', 'sam@gmail.com'],
  ['sam@gmail.com.', 'sam@gmail.com'],
  ['sam..oogle@gmail..com', 'sam.oogle@gmail.com'],
])('the loose dots of %j are taken out in %j', (address, suggestion) => {
  expect(checkAddress(address)).toMatchObject({
    problem: { code: 'guest.addressShape' },
    suggestion,
  });
});

test.each([`${'a'.repeat(65)}@gmail.com`, `sam@${`${'a'.repeat(60)}.`.repeat(5)}com`])(
  'what is too long says so',
  (address) => {
    expect(checkAddress(address)).toMatchObject({ problem: { code: 'guest.addressLength' } });
  },
);

test('whatever is typed, an address is taken only as it can be taken again, and so is a suggestion', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.emailAddress(), fc.string(), fc.string({ unit: 'binary' })),
      (typed) => {
        const checked = checkAddress(typed);
        const settled = checked.ok ? checked.address : checked.suggestion;
        if (settled !== null) expect(checkAddress(settled)).toEqual({ ok: true, address: settled });
      },
    ),
    { seed: 20261121, numRuns: 2_000 },
  );
});
