import { describe, expect, test } from '@jest/globals';
import { decide } from '../../src/policy/decide.ts';
import type { Decision } from '../../src/policy/types.ts';
import { account, givenFacts, resource } from './facts.ts';

const john = account('john');
const megan = account('megan');
const adele = account('adele');

/** `allow`, `deny <code>`, or `<resource>: <approvers> (<why>)`, as one line to compare. */
function inShort(decision: Decision): string {
  if (decision.kind === 'allow') return `allow (${decision.why})`;
  if (decision.kind === 'deny') return `deny ${decision.problem.code}`;
  return decision.asked
    .map(
      ({ resourceId, approvers, standIn, why }) =>
        `${resourceId ?? 'directory'}: ${approvers.map(({ id }) => id).join('+')} (${why}${standIn ? ', stand-in' : ''})`,
    )
    .join('; ');
}

describe('a resource with an owner', () => {
  test('an owner whom the tenant lets invite needs nobody', () => {
    const facts = givenFacts({ requester: megan, resources: [resource('x', [megan])] });
    expect(inShort(decide(facts))).toBe('allow (ownsResource)');
  });

  test('everyone else needs an owner', () => {
    const facts = givenFacts({ resources: [resource('x', [megan, adele])] });
    expect(inShort(decide(facts))).toBe('x: megan+adele (ownerDecides)');
  });

  test('an administrator does not stand in while an owner can act', () => {
    const facts = givenFacts({
      resources: [resource('x', [megan])],
      roles: { ada: ['userAdministrator'] },
    });
    expect(inShort(decide(facts))).toBe('x: megan (ownerDecides)');
  });

  test('each resource asks its own owners, and those the requester owns ask nobody', () => {
    const facts = givenFacts({
      requester: megan,
      resources: [resource('x', [megan]), resource('y', [adele]), resource('z', [john, adele])],
    });
    expect(inShort(decide(facts))).toBe('y: adele (ownerDecides); z: john+adele (ownerDecides)');
  });
});

describe('a tenant that lets only administrators and guest inviters invite', () => {
  const allowInvitesFrom = 'adminsAndGuestInviters';

  test('an owner without a role needs another who has one', () => {
    const facts = givenFacts({
      requester: megan,
      allowInvitesFrom,
      resources: [resource('x', [megan, adele, john])],
      roles: { adele: ['guestInviter'] },
    });
    expect(inShort(decide(facts))).toBe('x: adele (ownerMayInvite)');
  });

  test('owners without a role are passed over for an administrator', () => {
    const facts = givenFacts({
      allowInvitesFrom,
      resources: [resource('x', [megan])],
      roles: { ada: ['guestInviter', 'userAdministrator'] },
    });
    expect(inShort(decide(facts))).toBe('x: ada (administratorStandsIn, stand-in)');
  });

  test('a guest inviter who owns nothing asks the owner, who needs no role', () => {
    const facts = givenFacts({
      allowInvitesFrom,
      resources: [resource('x', [megan])],
      roles: { john: ['guestInviter'] },
    });
    expect(inShort(decide(facts))).toBe('x: megan (ownerDecides)');
  });

  test('an owner who may not invite is denied where nobody may', () => {
    const facts = givenFacts({
      requester: megan,
      allowInvitesFrom,
      resources: [resource('x', [megan])],
    });
    expect(inShort(decide(facts))).toBe('deny policy.nobodyCanDecide');
  });
});

describe('a resource without an owner who can act', () => {
  const ada = { ada: ['userAdministrator'] } as const;

  test.each([
    ['has none', []],
    ['has a disabled one', [account('megan', { enabled: false })]],
    ['has a guest', [account('sam', { userType: 'guest', guestState: 'Accepted' })]],
  ])('administrators stand in where it %s', (_, owners) => {
    const facts = givenFacts({ resources: [resource('x', owners)], roles: ada });
    expect(inShort(decide(facts))).toBe('x: ada (administratorStandsIn, stand-in)');
  });

  test('a guest inviter does not stand in: what is inside the directory is not his to give', () => {
    const resources = [resource('x', [])];
    const roles = { bo: ['guestInviter'] } as const;
    expect(inShort(decide(givenFacts({ resources, roles })))).toBe('deny policy.nobodyCanDecide');
    const his = givenFacts({ requester: account('bo'), resources, roles });
    expect(inShort(decide(his))).toBe('deny policy.nobodyCanDecide');
    const besideAda = givenFacts({ resources, roles: { ...roles, ...ada } });
    expect(inShort(decide(besideAda))).toBe('x: ada (administratorStandsIn, stand-in)');
  });

  test('nobody can decide where there is no administrator either', () => {
    const facts = givenFacts({ resources: [resource('x', [])] });
    expect(decide(facts)).toEqual({
      kind: 'deny',
      problem: { code: 'policy.nobodyCanDecide', params: { resource: 'x' } },
    });
  });

  test('the only administrator who asks for himself is denied with that cause', () => {
    const facts = givenFacts({
      requester: account('ada'),
      resources: [resource('x', [])],
      roles: ada,
    });
    expect(inShort(decide(facts))).toBe('deny policy.onlyYouCouldDecide');
  });

  test('one of two administrators asks the other', () => {
    const facts = givenFacts({
      requester: account('ada'),
      resources: [resource('x', [])],
      roles: { ...ada, bo: ['globalAdministrator'] },
    });
    expect(inShort(decide(facts))).toBe('x: bo (administratorStandsIn, stand-in)');
  });
});

describe('the directory alone', () => {
  test('whoever may invite needs nobody', () => {
    expect(inShort(decide(givenFacts({})))).toBe('allow (mayInvite)');
  });

  test('others need an administrator or a guest inviter', () => {
    const facts = givenFacts({
      allowInvitesFrom: 'adminsAndGuestInviters',
      roles: { ada: ['guestInviter'] },
    });
    expect(inShort(decide(facts))).toBe('directory: ada (directoryNeedsInviter)');
  });

  test('nobody comes in without a resource where our setting says so', () => {
    const facts = givenFacts({ directoryOnly: false });
    expect(inShort(decide(facts))).toBe('deny policy.directoryOnlyOff');
  });
});

describe('what is denied whoever decides', () => {
  test.each([
    [
      'tenant.invitesNobody',
      givenFacts({ allowInvitesFrom: 'none', roles: { john: ['guestInviter'] } }),
    ],
    [
      'policy.guestsCannotRequest',
      givenFacts({ requester: account('sam', { userType: 'guest' }) }),
    ],
    ['policy.accountDisabled', givenFacts({ requester: account('john', { enabled: false }) })],
    [
      'resource.archived',
      givenFacts({
        resources: [
          resource('x', [john]),
          resource('y', [john], { refusal: { code: 'resource.archived', params: {} } }),
        ],
      }),
    ],
  ])('%s', (code, facts) => {
    expect(inShort(decide(facts))).toBe(`deny ${code}`);
  });
});
