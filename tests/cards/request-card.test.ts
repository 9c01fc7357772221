import { describe, expect, test } from '@jest/globals';
import { requestCard, type Viewer } from '../../src/cards/index.ts';
import type { RequestStatus } from '../../src/requests/types.ts';
import { inputs, ofType, readable, verbs } from './parts.ts';
import { texts } from './texts.ts';
import {
  ada,
  adele,
  approvedProjectX,
  directory,
  givenView,
  guest,
  john,
  marketing,
  megan,
  projectX,
  sam,
} from './views.ts';

const requester: Viewer = { role: 'requester', personId: john.id };
const meganDecides: Viewer = { role: 'approver', personId: megan.id };
const adeleDecides: Viewer = { role: 'approver', personId: adele.id };
const bystander: Viewer = { role: 'bystander', personId: null };

const failed = guest(2, { status: 'failed', problem: { code: 'unavailable', params: {} } });

describe('buttons stand only where they can be pressed', () => {
  test.each<[RequestStatus, Viewer['role'], string[]]>([
    ['draft', 'requester', ['request.submit', 'request.cancel']],
    ['draft', 'approver', []],
    ['draft', 'bystander', []],
    ['pending', 'requester', ['request.cancel']],
    ['pending', 'approver', ['request.approve', 'request.deny']],
    ['pending', 'bystander', []],
    ['working', 'requester', []],
    ['working', 'approver', []],
    ['working', 'bystander', []],
    ['done', 'requester', []],
    ['done', 'approver', []],
    ['attention', 'requester', ['request.retry']],
    ['attention', 'approver', ['request.retry']],
    ['attention', 'bystander', []],
    ['denied', 'requester', []],
    ['denied', 'approver', []],
    ['cancelled', 'requester', []],
    ['cancelled', 'approver', []],
  ])('%s, %s: %j', (status, role, expected) => {
    const viewer = { requester, approver: meganDecides, bystander }[role];
    const card = requestCard(givenView({ status, guests: [sam, failed] }), viewer, texts);
    expect(verbs(card)).toEqual(expected);
  });

  test('an approver who has decided has none, while the other one still has his', () => {
    const view = givenView({ resources: [approvedProjectX, marketing] });
    expect(verbs(requestCard(view, meganDecides, texts))).toEqual([]);
    expect(verbs(requestCard(view, adeleDecides, texts))).toEqual([
      'request.approve',
      'request.deny',
    ]);
  });

  test('nobody decides his own request, not even as an owner', () => {
    const view = givenView({ resources: [{ ...projectX, approvers: [john, megan] }] });
    const card = requestCard(view, { role: 'approver', personId: john.id }, texts);
    expect(verbs(card)).toEqual([]);
  });

  test('trying again is not offered where it cannot help', () => {
    const hopeless = guest(2, {
      status: 'failed',
      grants: [
        {
          resourceId: projectX.id,
          status: 'failed',
          problem: { code: 'resource.dynamic', params: { resource: 'Project X' } },
        },
      ],
    });
    const view = givenView({ status: 'attention', guests: [hopeless] });
    expect(verbs(requestCard(view, requester, texts))).toEqual([]);
  });
});

describe('a decision', () => {
  const card = requestCard(givenView(), meganDecides, texts);

  test('says who asks, for whom, where, until, why, in which words, and what approving does', () => {
    const text = readable(card);
    for (const expected of [
      'Asked by John Doe',
      'Sam Oogle, gsamoogle@gmail.com',
      'Project X (team)',
      '31 March 2027',
      'We plan the launch together',
      'looking forward to working with you!',
      'You are asked because you own Project X (team).',
      'Approving adds the guest to the directory and gives access to Project X (team).',
    ]) {
      expect(text).toContain(expected);
    }
  });

  test('is denied with a reason that is shown on demand and does not stand in the way of approving', () => {
    const [approving, denying] = ofType(card.body, 'Container').filter(({ id }) => id);
    expect(approving).toMatchObject({ id: 'approving' });
    expect(denying).toMatchObject({ id: 'denying', isVisible: false });
    expect([...inputs(approving).keys()]).toEqual(['comment']);
    expect([...inputs(denying).keys()]).toEqual(['reason']);
    expect(inputs(denying).get('reason')).not.toHaveProperty('isRequired');
    for (const toggle of ofType(card, 'Action.ToggleVisibility')) {
      expect(toggle.targetElements).toEqual(['approving', 'denying']);
    }
  });

  test('names who else is asked, and why an administrator stands in', () => {
    const view = givenView({
      resources: [{ ...projectX, standIn: true, approvers: [ada, megan] }],
    });
    const text = readable(requestCard(view, { role: 'approver', personId: ada.id }, texts));
    expect(text).toContain('because Project X (team) has no owner who can decide');
    expect(text).toContain('Also asked: Megan Bowen.');
  });

  test('about the directory alone says that nothing else is given', () => {
    const view = givenView({ directoryOnly: true, resources: [directory] });
    const text = readable(requestCard(view, { role: 'approver', personId: ada.id }, texts));
    expect(text).toContain('without access to a team, group or application');
  });

  test('of one shows to the others what he decided and said', () => {
    const view = givenView({ resources: [approvedProjectX, marketing] });
    expect(readable(requestCard(view, adeleDecides, texts))).toContain(
      'Project X (team): approved by Megan Bowen “Sam knows the customer best.”\n{{DATE(2026-11-21T10:02:00Z,SHORT)}} {{TIME(2026-11-21T10:02:00Z)}}',
    );
  });
});

describe('the requester', () => {
  test('reads who decides and what happens next', () => {
    const text = readable(requestCard(givenView(), requester, texts));
    expect(text).toContain('Sam Oogle, gsamoogle@gmail.com to Project X (team)');
    expect(text).toContain('Project X (team): Megan Bowen decides');
    expect(text).toContain('This card changes by itself');
  });

  test('is told whom Teams did not let us reach', () => {
    const text = readable(requestCard(givenView({ unreached: [megan] }), requester, texts));
    expect(text).toContain('Teams did not let me write to Megan Bowen.');
  });

  test('reads each failed row with its cause and next step, before the rows that went well', () => {
    const arrived = {
      ...sam,
      status: 'arrived' as const,
      arrivedAt: new Date('2026-11-21T11:47Z'),
    };
    const view = givenView({ status: 'attention', guests: [arrived, failed] });
    const text = readable(requestCard(view, requester, texts));
    expect(text).toContain(texts.t('errors.unavailable'));
    expect(text).toContain(texts.t('nextSteps.unavailable'));
    expect(text.indexOf(failed.address)).toBeLessThan(text.lastIndexOf(sam.address));
    expect(text).toContain(
      'Arrived, {{DATE(2026-11-21T11:47:00Z,SHORT)}} {{TIME(2026-11-21T11:47:00Z)}}',
    );
  });

  test('reads that Teams may be late where access came through the group', () => {
    const late = {
      ...sam,
      status: 'invited' as const,
      grants: [{ resourceId: projectX.id, status: 'later' as const, problem: null }],
    };
    const text = readable(
      requestCard(givenView({ status: 'done', guests: [late] }), requester, texts),
    );
    expect(text).toContain('Teams may take some hours');
  });

  test('reads of a guest who was in already that no mail was sent', () => {
    const known = { ...sam, status: 'arrived' as const, alreadyIn: true };
    const view = givenView({ status: 'done', guests: [known] });
    expect(readable(requestCard(view, requester, texts))).toContain('No mail was sent.');
  });

  test('reads, once one place was denied, that nobody decides about the others any more', () => {
    const denied = { ...approvedProjectX, decision: 'denied' as const, comment: null };
    const view = givenView({ status: 'denied', endedBy: megan, resources: [denied, marketing] });
    const text = readable(requestCard(view, requester, texts));
    expect(text).toContain('✕ Project X (team): denied by Megan Bowen');
    expect(text).toContain('– Marketing (group): not decided any more');
    expect(text).not.toContain('Adele Vance decides');
  });

  test('reads of one guest that work begins, and of several that they wait for their turn', () => {
    const begun = (count: number) => {
      const guests = Array.from({ length: count }, (_, index) => guest(index + 1));
      return readable(requestCard(givenView({ status: 'working', guests }), requester, texts));
    };
    expect(begun(1)).toContain('About to begin');
    expect(begun(2)).toContain('Waiting for their turn');
  });

  test('reads by whom and why he was denied, or which rule denied', () => {
    const byMegan = givenView({ status: 'denied', endedBy: megan, denial: 'Sign first.' });
    expect(readable(requestCard(byMegan, requester, texts))).toContain('Sign first.');
    const byRule = givenView({
      status: 'denied',
      problem: { code: 'policy.onlyYourself', params: { resource: 'Project X' } },
    });
    expect(readable(requestCard(byRule, requester, texts))).toContain(
      '[errors.policy.onlyYourself] [nextSteps.policy.onlyYourself]',
    );
  });
});

describe('a shared card', () => {
  const secrets = {
    reason: 'SECRET reason',
    message: 'SECRET message',
    denial: 'SECRET denial',
    problem: { code: 'unavailable', params: {} },
    resources: [{ ...approvedProjectX, comment: 'SECRET comment' }, marketing],
    guests: [sam, failed],
  };

  test.each<RequestStatus>([
    'draft',
    'pending',
    'working',
    'done',
    'attention',
    'denied',
    'cancelled',
  ])('keeps reasons, comments, words and causes to itself when %s', (status) => {
    const json = JSON.stringify(requestCard(givenView({ ...secrets, status }), bystander, texts));
    expect(json).not.toContain('SECRET');
    expect(json).not.toContain(texts.t('errors.unavailable'));
  });

  test('still names the guests and the resources', () => {
    const text = readable(requestCard(givenView(secrets), bystander, texts));
    for (const name of [sam.address, failed.address, 'Project X', 'Marketing'])
      expect(text).toContain(name);
  });

  test('refreshes for the requester and the approvers, sixty at most', () => {
    const mriOf = (id: string) => (id === adele.id ? null : `29:${id}`);
    const crowd = Array.from({ length: 80 }, (_, n) => ({ ...megan, id: `owner-${n}` }));
    const few = requestCard(
      givenView({ resources: [projectX, marketing] }),
      { ...bystander, mriOf },
      texts,
    );
    expect(few.refresh?.userIds).toEqual(['29:id-john', '29:id-megan']);
    const many = givenView({ resources: [{ ...projectX, approvers: crowd }] });
    expect(requestCard(many, { ...bystander, mriOf }, texts).refresh?.userIds).toHaveLength(60);
  });
});

test('a card in a 1:1 chat refreshes for its reader only, with the id of the request and no more', () => {
  const card = requestCard(givenView(), { ...requester, mriOf: (id) => `29:${id}` }, texts);
  expect(card.refresh).toEqual({
    action: { type: 'Action.Execute', verb: 'request.refresh', data: { requestId: 'k7m2p9qa' } },
    userIds: ['29:id-john'],
  });
});

test('ten guests are named and the rest is counted', () => {
  const guests = Array.from({ length: 14 }, (_, index) => guest(index + 1));
  const text = readable(requestCard(givenView({ guests }), meganDecides, texts));
  expect(text).toContain('guest10@fabrikam.example');
  expect(text).not.toContain('guest11@fabrikam.example');
  expect(text).toContain('4 more');
});
