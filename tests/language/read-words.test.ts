import { expect, test } from '@jest/globals';
import { wishOf } from './read.ts';

const G = 'invite sam@gmail.com to Project X';

test.each<[string, string]>([
  [`${G} because he audits Q3`, 'he audits Q3'],
  [`${G} because of the audit`, 'the audit'],
  [`${G} because: audit`, 'audit'],
  [`${G} since he audits Q3.`, 'he audits Q3'],
  [`${G} as we need her`, 'we need her'],
  [`${G} so that she can review`, 'she can review'],
  [`${G}, he audits Q3`, 'he audits Q3'],
  [`${G} - he audits Q3`, 'he audits Q3'],
  [`${G} (because he audits Q3)`, 'he audits Q3'],
  [`${G}. He audits Q3. Thanks, John`, 'He audits Q3'],
  [`${G}. Reason: audit of Q3`, 'audit of Q3'],
  [`${G} because "it is time, and late"`, 'it is time, and late'],
  [`${G} because he audits Q3 with message "Hi"`, 'he audits Q3'],
  [`${G} because he keeps saying no`, 'he keeps saying no'],
  ['invite sam@gmail.com because he audits Q3, until 31 March to Project X', 'he audits Q3'],
  [`${G} because sam@gmail.com audits Q3, please?`, 'sam@gmail.com audits Q3'],
  [`We have an audit. Please ${G} because he leads it`, 'he leads it'],
])('%j gives the reason %j', (text, reason) => {
  expect(wishOf(text)).toMatchObject({ reason, resources: ['Project X'] });
});

test.each([G, `${G}. Thank you for your help!`, `${G}, please. Thanks!\nJohn Doe`, `${G} asap`])(
  '%j gives no reason',
  (text) => {
    expect(wishOf(text)).toMatchObject({ reason: null, resources: ['Project X'] });
  },
);

test.each<[string, string]>([
  [`${G} with message "Welcome, Sam!"`, 'Welcome, Sam!'],
  [`${G} with the message: "Welcome"`, 'Welcome'],
  [`${G} saying "until 31 March, to all of us"`, 'until 31 March, to all of us'],
  [`${G} saying 'it's time'`, "it's time"],
  [`${G} saying welcome aboard to the team!`, 'welcome aboard to the team!'],
  [`${G} and tell him "we're glad"`, "we're glad"],
  [`${G} with message "Hi Sam,\n\nsee you. Thanks!"`, 'Hi Sam,\n\nsee you. Thanks!'],
  [`${G} with message "Hi" until 31 March because he audits Q3`, 'Hi'],
  [`${G} with message "never closed`, 'never closed'],
  [`${G} message: see you on Monday, thanks`, 'see you on Monday, thanks'],
  [`${G} because he keeps saying "no"`, 'no'],
])('%j carries the words %j', (text, message) => {
  expect(wishOf(text)).toMatchObject({ message, resources: ['Project X'] });
});

test('the parts come in any order', () => {
  const want = {
    guests: [{ address: 'sam@gmail.com', name: 'Sam' }],
    resources: ['Project X'],
    until: '2027-03-31',
    reason: 'he audits Q3',
    message: 'Welcome',
  };
  const parts = [
    'to Project X',
    'until 31 March',
    'because he audits Q3',
    'with message "Welcome"',
  ];
  for (const order of orders(parts)) {
    expect(wishOf(`invite Sam <sam@gmail.com> ${order.join(' ')}`)).toMatchObject(want);
  }
});

test('parts on lines of their own are read like a form', () => {
  expect(
    wishOf('invite\nSam Oogle <sam@gmail.com>\nto: Project X\nuntil: 31/12/2026\nreason: audit'),
  ).toMatchObject({
    guests: [{ address: 'sam@gmail.com', name: 'Sam Oogle' }],
    resources: ['Project X'],
    until: '2026-12-31',
    reason: 'audit',
  });
});

function orders(parts: readonly string[]): string[][] {
  if (parts.length === 0) return [[]];
  return parts.flatMap((part) =>
    orders(parts.filter((other) => other !== part)).map((rest) => [part, ...rest]),
  );
}
