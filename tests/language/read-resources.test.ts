import { expect, test } from '@jest/globals';
import { gapsOf, wishOf } from './read.ts';

const G = 'invite sam@gmail.com';

test.each<[string, string[]]>([
  [`${G} to Project X`, ['Project X']],
  [`${G} into Project X`, ['Project X']],
  [`${G} in Project X`, ['Project X']],
  ['add sam@gmail.com to Project X', ['Project X']],
  ['bring in sam@gmail.com to Project X', ['Project X']],
  ['bring sam@gmail.com in to Project X', ['Project X']],
  ['give sam@gmail.com access to Project X', ['Project X']],
  [`${G} to join Project X`, ['Project X']],
  [`${G} as a guest to Project X`, ['Project X']],
  [`${G} to Road to Green`, ['Road to Green']],
  [`${G} to Made in Italy`, ['Made in Italy']],
  [`${G} to Training for Partners`, ['Training for Partners']],
  [`${G} to "Road to Green"`, ['Road to Green']],
  [`${G} to 'Road to Green'`, ['Road to Green']],
  [`${G} to the "Road to Green" team`, ['Road to Green']],
  [`${G} to "Open until Closed" until 31 March`, ['Open until Closed']],
  [`${G} to "For 30 days" for 30 days`, ['For 30 days']],
  [
    `${G} to "Sales, EMEA", "Research and Development"`,
    ['Sales, EMEA', 'Research and Development'],
  ],
  [`${G} to "A" and "B"`, ['A', 'B']],
  [`${G} to Project X and to Marketing`, ['Project X', 'Marketing']],
  [`${G} to Project X; Marketing`, ['Project X', 'Marketing']],
  [`${G} to\nProject X\nMarketing`, ['Project X', 'Marketing']],
  [`${G} to Project X until 31 March and to Marketing`, ['Project X', 'Marketing']],
  [`${G} to Project X and to project x`, ['Project X']],
  [`${G} to Dr. Who Fans`, ['Dr. Who Fans']],
  [`${G} to R&D`, ['R&D']],
  [`${G} to Project 2.5`, ['Project 2.5']],
  [`${G} to C++ / Rust (EMEA)`, ['C++ / Rust (EMEA)']],
  [`${G} to 6f9619ff-8b86-d011-b42d-00cf4fc964ff`, ['6f9619ff-8b86-d011-b42d-00cf4fc964ff']],
  [`${G} to Project X, please.`, ['Project X']],
  [`${G} to Project X, please, until 31 March`, ['Project X']],
  [`${G} to Project X?`, ['Project X']],
  [`${G} to Project X! Thanks!!`, ['Project X']],
  [`${G} to Project X 🙏`, ['Project X']],
  [`${G} because he audits Q3 to Project X`, ['Project X']],
  [`${G} because we moved it to March`, []],
  [`${G} until 31 March to Project X`, ['Project X']],
  [`${G} for 30 days in Project X`, ['Project X']],
  [`${G} with message "Welcome to us" to Project X`, ['Project X']],
])('%j names the resources %j', (text, resources) => {
  expect(wishOf(text).resources).toEqual(resources);
});

test.each<[string, string, string[][]]>([
  ['Research and Development', 'to Research and Development', [['Research', 'Development']]],
  [
    'A, B and C',
    'to A, B and C',
    [
      ['A', 'B and C'],
      ['A, B', 'C'],
      ['A', 'B', 'C'],
    ],
  ],
  [
    'A, B, and C',
    'to A, B, and C',
    [
      ['A', 'B, and C'],
      ['A, B', 'C'],
      ['A', 'B', 'C'],
    ],
  ],
  ['the Project X team', 'to the Project X team', [['Project X team'], ['Project X']]],
  ['team Project X', 'to team Project X', [['Project X']]],
  [
    'the group Marketing and our team Project X',
    'to the group Marketing and our team Project X',
    [
      ['group Marketing and our team Project X'],
      ['Marketing and our team Project X'],
      ['the group Marketing', 'our team Project X'],
      ['group Marketing', 'team Project X'],
      ['Marketing', 'Project X'],
    ],
  ],
  ['Project X please', 'to Project X please until 31 March', [['Project X']]],
  ['Acme Inc', 'to Acme Inc.', [['Acme Inc.'], ['Acme Inc']]],
  ['Open until Closed', 'to Open until Closed', [['Open']]],
])('%j can be read in other ways', (phrase, clause, readings) => {
  const wish = wishOf(`${G} ${clause}`);
  expect(wish.resources).toEqual([phrase]);
  expect(wish.splits?.[phrase]).toEqual(readings);
});

test('a name in quotes has no other reading', () => {
  expect(wishOf(`${G} to "Research and Development"`)).not.toHaveProperty('splits');
});

test('a long list is read whole, split at commas, or split everywhere', () => {
  const phrase = 'A, B, C, D, E and F';
  expect(wishOf(`${G} to ${phrase}`).splits?.[phrase]).toEqual([
    ['A', 'B', 'C', 'D', 'E and F'],
    ['A', 'B', 'C', 'D', 'E', 'F'],
  ]);
});

test.each([
  `${G} to the directory`,
  `${G} to our directory only`,
  `${G} directory only`,
  `${G}, directory only.`,
  `${G} without access`,
  `${G} with no access until 31 March`,
  `${G} to the directory because he audits Q3`,
])('%j is for the directory only', (text) => {
  expect(wishOf(text)).toMatchObject({ directoryOnly: true, resources: [] });
  expect(gapsOf(text)).toEqual([]);
});

test.each([`${G} to the Directory of Experts`, `${G} to "the directory"`])(
  '%j is for a resource',
  (text) => {
    expect(wishOf(text)).toMatchObject({ directoryOnly: false });
    expect(wishOf(text).resources).toHaveLength(1);
  },
);

test('a resource and none at all is a contradiction', () => {
  expect(gapsOf(`${G} to Project X without access`)).toEqual([
    { code: 'sentence.directoryOrResource', params: {} },
  ]);
});

test('a sentence without a resource says so', () => {
  expect(gapsOf(G)).toEqual([{ code: 'sentence.noResource', params: {} }]);
});
