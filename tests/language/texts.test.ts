import { expect, test } from '@jest/globals';
import { explain } from '../../src/language/explain.ts';
import { textsFor } from '../../src/language/texts.ts';

test('a text is filled with its parameters, and nothing in them is read as a text', () => {
  const { t } = textsFor('en');
  expect(t('errors.sentence.nameWithoutAddress', { name: '<b>$t(errors.throttled) {{x}}' })).toBe(
    'I need an email address for <b>$t(errors.throttled) {{x}}.',
  );
});

test('days inside a text are written as the reader writes them', () => {
  const params = { text: '03/04/2027', first: '2027-03-04', second: '2027-04-03' };
  expect(textsFor('en-US').t('errors.sentence.dateUnclear', params)).toBe(
    '“03/04/2027” can mean March 4, 2027 or April 3, 2027.',
  );
  expect(textsFor('en-GB').t('errors.sentence.dateUnclear', params)).toBe(
    '“03/04/2027” can mean 4 March 2027 or 3 April 2027.',
  );
});

test('numbers inside a text are written as the reader writes them', () => {
  expect(textsFor('en').t('errors.request.textTooLong', { max: 2000 })).toContain('2,000');
});

test('a key that is missing throws, and so does a parameter', () => {
  const { t } = textsFor('en');
  expect(() => t('errors.nothing')).toThrow('There is no text errors.nothing');
  expect(() => t('errors.guest')).toThrow('There is no text errors.guest');
  expect(() => t('errors.guest.plusAddress')).toThrow('address is missing');
});

test('a text that knows a name uses it, and does without where there is none', () => {
  const { t } = textsFor('en');
  expect(t('errors.resource.archived')).toBe('This team is archived, so nobody can be added.');
  expect(t('errors.resource.archived', { name: 'Project X Archive' })).toBe(
    'Project X Archive is archived, so nobody can be added.',
  );
});

test.each([
  ['en', '31 March 2027', 'en-GB'],
  ['en-US', 'March 31, 2027', 'en-US'],
  ['en-AU', '31 March 2027', 'en-AU'],
  ['pt-BR', '31 March 2027', 'en-GB'],
  ['', '31 March 2027', 'en-GB'],
  ['no locale', '31 March 2027', 'en-GB'],
])('the locale %j writes days as %s', (locale, day, settled) => {
  const texts = textsFor(locale);
  expect(texts.day('2027-03-31')).toBe(day);
  expect(texts.locale).toBe(settled);
});

test('a list is joined as people join it', () => {
  const { list } = textsFor('en-GB');
  expect([list([]), list(['a']), list(['a', 'b']), list(['a', 'b', 'c'])]).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ]);
});

test('a problem is explained with its cause and its next step', () => {
  expect(
    explain(textsFor('en'), { code: 'graph.forbidden', params: { permission: 'User.Invite.All' } }),
  ).toEqual({
    cause:
      'I have not been given the permission User.Invite.All in Microsoft Entra, which this needs.',
    nextStep: 'Ask your administrator to grant Guestlist User.Invite.All, then try again.',
  });
});

test.each([
  ['a code without a text', { code: 'guest.sleepy', params: {} }],
  ['a problem without its parameters', { code: 'guest.plusAddress', params: {} }],
])('%s is explained as unexpected, with a reference', (_case, problem) => {
  const { cause, nextStep } = explain(textsFor('en'), problem, 'k7m2p9qa');
  expect(cause).toBe('Something went wrong that I did not foresee.');
  expect(nextStep).toContain('k7m2p9qa');
});
