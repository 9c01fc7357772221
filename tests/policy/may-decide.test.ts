import { describe, expect, test } from '@jest/globals';
import { approvalRefusal, mayDecide } from '../../src/policy/may-decide.ts';
import { account, givenFacts, resource } from './facts.ts';

const megan = account('megan');
const adele = account('adele');

function codeOf(answer: ReturnType<typeof mayDecide>): string {
  return answer.kind === 'no' ? answer.problem.code : `yes ${answer.resourceIds.join(' ')}`;
}

describe('deciding at the moment of the press', () => {
  const facts = givenFacts({
    resources: [resource('x', [megan]), resource('y', [adele, megan]), resource('z', [adele])],
    roles: { ada: ['userAdministrator'] },
  });

  test.each([
    ['an owner decides for what he owns', megan, 'yes x y'],
    ['the requester does not decide', account('john'), 'request.ownRequest'],
    ['a stranger does not decide', account('bo'), 'request.notYours'],
    ['an administrator does not decide while owners can', account('ada'), 'request.notYours'],
    ['a guest does not decide', account('sam', { userType: 'guest' }), 'policy.guestsCannotDecide'],
    ['a disabled owner does not', account('megan', { enabled: false }), 'policy.accountDisabled'],
  ])('%s', (_, actor, expected) => {
    expect(codeOf(mayDecide(facts, actor))).toBe(expected);
  });

  test('a former owner does not decide', () => {
    const now = givenFacts({ resources: [resource('x', [adele])] });
    expect(codeOf(mayDecide(now, megan))).toBe('request.notYours');
  });

  test('an owner still decides when the requester has become an owner, too', () => {
    const now = givenFacts({ resources: [resource('x', [megan, account('john')])] });
    expect(codeOf(mayDecide(now, megan))).toBe('yes x');
  });

  test('who would decide can still deny once the tenant invites nobody', () => {
    const now = givenFacts({
      allowInvitesFrom: 'none',
      resources: [resource('x', [megan]), resource('y', [])],
      roles: { ada: ['userAdministrator'] },
    });
    expect(codeOf(mayDecide(now, megan))).toBe('yes x');
    expect(codeOf(mayDecide(now, account('ada')))).toBe('yes y');
    expect(codeOf(mayDecide(now, adele))).toBe('request.notYours');
    expect(approvalRefusal(now)?.code).toBe('tenant.invitesNobody');
  });
});

describe('approving later than it was asked', () => {
  test('nothing is approved for a requester who has left', () => {
    const facts = givenFacts({ requester: account('john', { enabled: false }) });
    expect(approvalRefusal(facts)).toEqual({
      code: 'policy.requesterLeft',
      params: { name: 'john' },
    });
  });

  test('nothing is approved for a resource that takes no guests any more', () => {
    const refusal = { code: 'resource.archived', params: { resource: 'x' } };
    expect(approvalRefusal(givenFacts({ resources: [resource('x', [], { refusal })] }))).toBe(
      refusal,
    );
  });
});
