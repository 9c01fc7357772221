import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  guestWelcomeCard,
  refusalCard,
  requestCard,
  requestListCard,
  type Viewer,
} from '../../src/cards/index.ts';
import type { Texts } from '../../src/language/types.ts';
import type {
  GuestStatus,
  GuestView,
  OpenResource,
  RequestStatus,
  RequestView,
  ResourceView,
} from '../../src/requests/types.ts';
import { texts } from './texts.ts';
import { ada, givenView, guest, john, megan, projectX } from './views.ts';

/** Interface.md's limit, in bytes. */
const LIMIT = 25_000;
const bytes = (card: object) => Buffer.byteLength(JSON.stringify(card), 'utf8');

/** Short, long, and made of what takes most room: emoji, quotes, controls, other scripts. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc
    .tuple(
      fc.constantFrom('x', '"', '\\', '\u0001', '漢', '😀', '**', '<at>', '\n', 'wide '),
      fc.nat(9_000),
    )
    .map(([unit, times]) => unit.repeat(times)),
);
const name = text.map((value) => value.slice(0, 400));
const problem = fc.constant({ code: 'unavailable', params: {} });
const times = fc.integer({ min: 0, max: 90 });

const resource: fc.Arbitrary<ResourceView> = fc
  .record({
    name,
    id: fc.uuid(),
    decision: fc.constantFrom<ResourceView['decision']>(
      'notNeeded',
      'waiting',
      'approved',
      'denied',
    ),
    comment: fc.option(text),
    owners: times,
    ownerName: name,
  })
  .map(({ owners, ownerName, ...rest }) => ({
    ...projectX,
    ...rest,
    decidedBy: { ...megan, name: ownerName },
    decidedAt: new Date(0),
    approvers: [
      megan,
      ...Array.from({ length: owners }, (_, n) => ({ ...ada, id: `owner-${n}`, name: ownerName })),
    ],
  }));

const guestRow: fc.Arbitrary<GuestView> = fc
  .record({
    address: name,
    name: fc.option(name),
    status: fc.constantFrom<GuestStatus>('waiting', 'working', 'invited', 'arrived', 'failed'),
    problem: fc.option(problem),
    grants: fc.array(
      fc.record({
        resourceId: fc.uuid(),
        status: fc.constantFrom('failed' as const, 'later' as const),
        problem,
      }),
      { maxLength: 20 },
    ),
  })
  .map((row) => guest(1, row));

const open: fc.Arbitrary<OpenResource> = fc.record({
  asked: name,
  reason: fc.constantFrom('notFound' as const, 'several' as const),
  candidates: fc.array(
    fc.record({
      id: fc.uuid(),
      kind: fc.constantFrom('team' as const, 'group' as const, 'application' as const),
      name,
      description: fc.option(text),
    }),
    { maxLength: 30 },
  ),
});

const view: fc.Arbitrary<RequestView> = fc
  .record({
    status: fc.constantFrom<RequestStatus>(
      'draft',
      'pending',
      'working',
      'done',
      'attention',
      'denied',
      'cancelled',
    ),
    guests: fc
      .tuple(fc.array(guestRow, { maxLength: 4 }), fc.nat(50))
      .map(([rows, more]) => rows.flatMap((row) => Array<GuestView>(1 + more).fill(row))),
    resources: fc.array(resource, { maxLength: 20 }),
    reason: fc.option(text),
    message: fc.option(text),
    denial: fc.option(text),
    problem: fc.option(problem),
    openResources: fc.array(open, { maxLength: 6 }),
    requesterName: name,
  })
  .map(({ requesterName, ...changes }) =>
    givenView({
      ...changes,
      requester: { ...john, name: requesterName },
      unreached: changes.resources.flatMap(({ approvers }) => approvers),
    }),
  );

const mriOf = (id: string) => `29:${id.padEnd(110, '0')}`;
const viewer = fc.constantFrom<Viewer>(
  { role: 'requester', personId: john.id, mriOf },
  { role: 'approver', personId: megan.id, mriOf },
  { role: 'bystander', personId: null, mriOf },
);

test('the card of a request stays under 25 KB whatever people write', () => {
  fc.assert(
    fc.property(view, viewer, (each, who) => {
      expect(bytes(requestCard(each, who, texts))).toBeLessThan(LIMIT);
    }),
    { numRuns: 200 },
  );
});

/** Causes may name what people wrote. */
const wordy = (words: string): Texts => ({
  ...texts,
  t: (key, params) => texts.t(key, params) + (key.startsWith('errors.') ? words : ''),
});

test('so do lists, refusals and welcomes', () => {
  fc.assert(
    fc.property(fc.array(view, { maxLength: 12 }), text, (views, words) => {
      const [first] = views;
      const repairs = Array.from({ length: 10 }, () => ({ title: words, text: words }));
      const problems = Array.from({ length: 50 }, () => ({ code: 'unavailable', params: {} }));
      for (const card of [
        requestListCard('mine', views, texts),
        requestListCard('waiting', views, texts),
        refusalCard(problems, wordy(words), repairs),
        guestWelcomeCard(
          {
            guest: { address: words, name: words },
            sponsor: { ...john, name: words, mail: words },
            resources: (first?.resources ?? []).map((each) => ({
              ...each,
              url: `https://teams.example/${encodeURIComponent(each.name)}`,
            })),
            until: null,
          },
          texts,
        ),
      ]) {
        expect(bytes(card)).toBeLessThan(LIMIT);
      }
    }),
    { numRuns: 50 },
  );
});
