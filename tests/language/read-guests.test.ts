import { expect, test } from '@jest/globals';
import { gapsOf, guestsOf, wishOf } from './read.ts';

test.each<[string, string[]]>([
  ['invite sam@gmail.com to Project X', ['sam@gmail.com']],
  ['invite sam@gmail.com, jo@gmail.com to Project X', ['sam@gmail.com', 'jo@gmail.com']],
  ['invite a@x.com, b@x.com and c@x.com; d@x.com', ['a@x.com', 'b@x.com', 'c@x.com', 'd@x.com']],
  ['invite a@x.com b@x.com  c@x.com to X', ['a@x.com', 'b@x.com', 'c@x.com']],
  ['invite a@x.com & b@x.com plus c@x.com to X', ['a@x.com', 'b@x.com', 'c@x.com']],
  ['invite a@x.com as well as b@x.com to X', ['a@x.com', 'b@x.com']],
  ['invite\na@x.com\nb@x.com\nto X', ['a@x.com', 'b@x.com']],
  ['invite a@x.com,b@x.com;c@x.com to X', ['a@x.com', 'b@x.com', 'c@x.com']],
  ['invite a@x.com/b@x.com to X', ['a@x.com', 'b@x.com']],
  ['invite - a@x.com\n- b@x.com\nto X', ['a@x.com', 'b@x.com']],
  ['invite <sam@gmail.com> to X', ['sam@gmail.com']],
  ['invite mailto:sam@gmail.com to X', ['sam@gmail.com']],
  ['invite <mailto:sam@gmail.com?subject=Hi> to X', ['sam@gmail.com']],
  ['invite (sam@gmail.com) to X', ['sam@gmail.com']],
  ['invite *sam@gmail.com* to X', ['sam@gmail.com']],
  ['invite guest:sam@gmail.com to X', ['sam@gmail.com']],
  ['invite Sam Oogle <sam@gmail.com> to X', ['Sam Oogle <sam@gmail.com>']],
  ['invite sam oogle <sam@gmail.com> to X', ['sam oogle <sam@gmail.com>']],
  ['invite "Sam Oogle" <sam@gmail.com> to X', ['Sam Oogle <sam@gmail.com>']],
  ["invite 'Sam Oogle' <sam@gmail.com> to X", ['Sam Oogle <sam@gmail.com>']],
  ['invite "Oogle, Sam" <sam@gmail.com> to X', ['Oogle, Sam <sam@gmail.com>']],
  ['invite Oogle, Sam <sam@gmail.com> to X', ['Oogle, Sam <sam@gmail.com>']],
  [
    'invite Oogle, Sam <sam@gmail.com>; Doe, Jane <jane@x.com>',
    ['Oogle, Sam <sam@gmail.com>', 'Doe, Jane <jane@x.com>'],
  ],
  ['invite Sam Oogle (sam@gmail.com) to X', ['Sam Oogle <sam@gmail.com>']],
  ['invite sam@gmail.com (Sam Oogle) to X', ['Sam Oogle <sam@gmail.com>']],
  ['invite Sam Oogle sam@gmail.com to X', ['Sam Oogle <sam@gmail.com>']],
  ['invite Anna van Dam <anna@x.nl> to X', ['Anna van Dam <anna@x.nl>']],
  ['invite J. R. Smith <jr@x.com> to X', ['J. R. Smith <jr@x.com>']],
  ['invite our auditor sam@gmail.com to X', ['sam@gmail.com']],
  ['invite our auditor, sam@gmail.com, to X', ['sam@gmail.com']],
  ['invite guest Sam Oogle <sam@gmail.com> to X', ['Sam Oogle <sam@gmail.com>']],
  ['invite sam@gmail.com <sam@gmail.com> to X', ['sam@gmail.com']],
  ['invite sam@gmail.com<mailto:sam@gmail.com> to X', ['sam@gmail.com']],
  ['invite sam@gmail.com, SAM@Gmail.com and Sam <sam@GMAIL.COM>', ['Sam <sam@gmail.com>']],
  ['invite Sam.Oogle@GMAIL.com to X', ['Sam.Oogle@gmail.com']],
  ['invite Sam<sam@gmail.com> to X', ['Sam <sam@gmail.com>']],
  ['invite sam:oogle@gmail.com to X', ['sam:oogle@gmail.com']],
  ['invite sam"oogle@gmail.com to X', ['sam"oogle@gmail.com']],
  ['invite sam<oogle@gmail.com to X', ['sam<oogle@gmail.com']],
  ['invite sam>oogle@gmail.com to X', ['sam>oogle@gmail.com']],
  ["invite o'brien@x.com to X", ["o'brien@x.com"]],
  ['invite sam+tag@gmail.com to X', ['sam+tag@gmail.com']],
  ['invite jürgen@müller.de to X', ['jürgen@müller.de']],
  ['invite sam@gmail.com.', ['sam@gmail.com']],
  ['invite sam@gmail.com!', ['sam@gmail.com']],
  ['could you invite sam@gmail.com?', ['sam@gmail.com']],
  ['invite the following people to X: a@x.com, Bo Li <b@x.com>', ['a@x.com', 'Bo Li <b@x.com>']],
  ['invite to Project X: Sam Oogle <sam@gmail.com>', ['Sam Oogle <sam@gmail.com>']],
  ['add to Project X sam@gmail.com and jo@x.com', ['sam@gmail.com', 'jo@x.com']],
  ['invite a@x.com to X and b@x.com to Y', ['a@x.com', 'b@x.com']],
  ['Please invite our auditor to X. His address is sam@gmail.com.', ['sam@gmail.com']],
])('%j names %j', (text, guests) => {
  expect(guestsOf(text)).toEqual(guests);
});

test.each<[string, string]>([
  ['invite sam@ to X', 'sam@'],
  ['invite @gmail.com to X', '@gmail.com'],
  ['invite sam@gmail to X', 'sam@gmail'],
  ['invite <sam@gmail> to X', 'sam@gmail'],
  ['invite sam@@gmail.com to X', 'sam@@gmail.com'],
  ['invite sam gmail.com to X', 'sam gmail.com'],
  ['invite sam @gmail.com to X', 'sam @gmail.com'],
  ['invite sam@ gmail.com to X', 'sam@ gmail.com'],
  ['invite sam@gmail,com to X', 'sam@gmail,com'],
  ['invite sam(at)gmail.com to X', 'sam(at)gmail.com'],
])('%j has a bad address and no guest', (text, address) => {
  expect(gapsOf(text)).toEqual([{ code: 'sentence.badAddress', params: { address } }]);
  expect(wishOf(text)).toMatchObject({ guests: [], resources: ['X'] });
});

test('a bad address beside good ones is named, and the good ones stay', () => {
  const text = 'invite a@x.com, sam@gmail and b@x.com to X';
  expect(guestsOf(text)).toEqual(['a@x.com', 'b@x.com']);
  expect(gapsOf(text)).toEqual([{ code: 'sentence.badAddress', params: { address: 'sam@gmail' } }]);
});

test.each<[string, string]>([
  ['invite Sam to X', 'Sam'],
  ['invite @Sam to X', 'Sam'],
  ['invite our new auditor to X', 'our new auditor'],
  ['invite sam@gmail.com and bob to X', 'bob'],
])('%j asks for the address of %j', (text, name) => {
  expect(gapsOf(text)).toEqual([{ code: 'sentence.nameWithoutAddress', params: { name } }]);
});

test.each(['invite someone to X', 'invite a guest to X', 'invite people to X', 'invite to X'])(
  '%j asks whom',
  (text) => {
    expect(gapsOf(text)).toEqual([{ code: 'sentence.noGuest', params: {} }]);
  },
);
