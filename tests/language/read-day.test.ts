import { expect, test } from '@jest/globals';
import { gapsOf, wishOf } from './read.ts';

const sentence = (clause: string) => `invite sam@gmail.com to Project X ${clause}`;

test.each<[string, string]>([
  ['until 2027-03-31', '2027-03-31'],
  ['until 2027/03/31', '2027-03-31'],
  ['until 31 March', '2027-03-31'],
  ['until 31st March 2027', '2027-03-31'],
  ['until the 31st of March, 2027', '2027-03-31'],
  ['until March 31', '2027-03-31'],
  ['until March 31st, 2027', '2027-03-31'],
  ['until Mar 31', '2027-03-31'],
  ['until 31 mar 27', '2027-03-31'],
  ["until 31 March '27", '2027-03-31'],
  ['until Nov 27', '2026-11-27'],
  ['until 1 Sept. 2027', '2027-09-01'],
  ['until Wednesday, 31 March 2027', '2027-03-31'],
  ['until 31/3/2027', '2027-03-31'],
  ['until 3/31/2027', '2027-03-31'],
  ['until 31-03-2027', '2027-03-31'],
  ['until 31.03.2027', '2027-03-31'],
  ['until 03.04.2027', '2027-04-03'],
  ['until 31.3.', '2027-03-31'],
  ['until 04/04/2027', '2027-04-04'],
  ['until 21 November 2026', '2026-11-21'],
  ['until today', '2026-11-21'],
  ['until tomorrow', '2026-11-22'],
  ['until Friday', '2026-11-27'],
  ['until next Friday', '2026-11-27'],
  ['till Friday', '2026-11-27'],
  ['by Friday', '2026-11-27'],
  ['until in two weeks', '2026-12-05'],
  ['until the end of March', '2027-03-31'],
  ['until end of February 2028', '2028-02-29'],
  ['until the end of the month', '2026-11-30'],
  ['until end of next month', '2026-12-31'],
  ['until the end of the year', '2026-12-31'],
  ['until end of Q1', '2027-03-31'],
  ['until the end of 2027', '2027-12-31'],
  ['until "31 March 2027"', '2027-03-31'],
  ['until: 31 March 2027.', '2027-03-31'],
  ['(until 31 March)', '2027-03-31'],
  ['(for 30 days)', '2026-12-21'],
  ['until 31 March, please', '2027-03-31'],
  ['for 30 days', '2026-12-21'],
  ['for 1 day', '2026-11-22'],
  ['for 2 weeks', '2026-12-05'],
  ['for three months', '2027-02-21'],
  ['for a month', '2026-12-21'],
  ['for one year', '2027-11-21'],
  ['for half a year', '2027-05-21'],
  ['for the next 30 days only', '2026-12-21'],
  ['for another two weeks', '2026-12-05'],
  ['for 30 days from today', '2026-12-21'],
  ['for 30 days because he audits Q3', '2026-12-21'],
  ['because he audits Q3 for 30 days', '2026-12-21'],
  ['because he audits Q3 until 31 March', '2027-03-31'],
])('%j ends on %s', (clause, until) => {
  expect(wishOf(sentence(clause)).until).toBe(until);
  expect(gapsOf(sentence(clause))).toEqual([]);
});

test.each<[string, string, string, string]>([
  ['until 03/04/2027', '03/04/2027', '2027-03-04', '2027-04-03'],
  ['until 3-4-27', '3-4-27', '2027-03-04', '2027-04-03'],
  ['until March', 'March', '2027-03-01', '2027-03-31'],
  ['until March 2028', 'March 2028', '2028-03-01', '2028-03-31'],
  ['until 2027', '2027', '2027-01-01', '2027-12-31'],
  ['until 31 March for 30 days', '31 March, for 30 days', '2027-03-31', '2026-12-21'],
])('%j has two readings and is not guessed', (clause, text, first, second) => {
  expect(wishOf(sentence(clause)).until).toBeNull();
  expect(gapsOf(sentence(clause))).toEqual([
    { code: 'sentence.dateUnclear', params: { text, first, second } },
  ]);
});

test('outside the United States the day is named first', () => {
  expect(gapsOf(sentence('until 03/04/2027'), 'en-GB')).toEqual([
    {
      code: 'sentence.dateUnclear',
      params: { text: '03/04/2027', first: '2027-04-03', second: '2027-03-04' },
    },
  ]);
});

test.each<[string, string]>([
  ['until 31 March 2026', '2026-03-31'],
  ['until 31/03/2026', '2026-03-31'],
  ['until 03/04/2026', '2026-03-04'],
  ['until 20 November', '2026-11-20'],
  ['until 1 October', '2026-10-01'],
  ['until yesterday', '2026-11-20'],
  ['until last Friday', '2026-11-20'],
])('%j is past', (clause, day) => {
  expect(wishOf(sentence(clause)).until).toBeNull();
  expect(gapsOf(sentence(clause))).toMatchObject([{ code: 'sentence.datePast', params: { day } }]);
});

test.each(['until 31 February', 'until 31/31/2027', 'until the audit is done', 'until 2027-02-30'])(
  '%j is no day',
  (clause) => {
    const text = clause.replace('until ', '');
    expect(gapsOf(sentence(clause))).toEqual([
      { code: 'sentence.dateUnreadable', params: { text } },
    ]);
  },
);

test.each([
  ['for 0 days', 'sentence.dateUnreadable'],
  ['for 99999 days', 'sentence.dateTooFar'],
  ['for 9999 years', 'sentence.dateTooFar'],
  ['for 99999999999999999999 days', 'sentence.dateTooFar'],
  ['for 61 months', 'sentence.dateTooFar'],
])('%j is a length that cannot be, and no part of a name', (clause, code) => {
  expect(gapsOf(sentence(clause))).toMatchObject([{ code, params: { text: clause } }]);
  expect(wishOf(sentence(clause))).toMatchObject({ until: null, resources: ['Project X'] });
});

test('five years are the longest that can be planned', () => {
  expect(wishOf(sentence('for 5 years')).until).toBe('2031-11-21');
});

test.each<[string, string]>([
  ['because we need him for 30 days to finish', 'we need him for 30 days to finish'],
  ['because he stays until 31 March to help', 'he stays until 31 March to help'],
])('%j keeps its time inside the reason', (clause, reason) => {
  expect(wishOf(sentence(clause))).toMatchObject({ until: null, reason });
});
