import { expect, test } from '@jest/globals';
import { checkGuest } from '../../src/policy/check-guest.ts';
import { account } from './facts.ts';

const rules = {
  allowInvitesFrom: 'everyone',
  verifiedDomains: ['woodgrove.com'],
  allowedDomains: [],
  blockedDomains: ['rival.com'],
} as const;

test.each([
  ['an outside address is fine', 'sam@gmail.com', null, undefined],
  ['our own domain is not a guest', 'new@WoodGrove.com', null, 'guest.ownDomain'],
  ['a blocked domain is refused', 'sam@rival.com', null, 'guest.domainBlocked'],
  [
    'a colleague under another address is a colleague',
    'meg@gmail.com',
    account('megan'),
    'guest.colleague',
  ],
  [
    'a guest who is here already is fine',
    'sam@gmail.com',
    account('sam', { userType: 'guest' }),
    undefined,
  ],
  [
    'a guest who is blocked from signing in is refused',
    'sam@gmail.com',
    account('sam', { userType: 'guest', enabled: false }),
    'guest.blocked',
  ],
])('%s', (_, address, known, code) => {
  expect(checkGuest(address, known, rules)?.code).toBe(code);
});

test('where there is a list of allowed domains, no other comes in', () => {
  const strict = { ...rules, allowedDomains: ['partner.com'] };
  expect(checkGuest('sam@gmail.com', null, strict)).toEqual({
    code: 'guest.domainNotAllowed',
    params: { address: 'sam@gmail.com', domain: 'gmail.com' },
  });
  expect(checkGuest('sam@partner.com', null, strict)).toBeNull();
});
