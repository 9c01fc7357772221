import {
  type AdaptiveCard,
  arrivalCard,
  greetingCard,
  guestHelpCard,
  guestWelcomeCard,
  helpCard,
  ownRightCard,
  refusalCard,
  requestCard,
  requestListCard,
  type Viewer,
  welcomeCard,
} from '../../src/cards/index.ts';
import type { Texts } from '../../src/language/types.ts';
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
const bystander: Viewer = { role: 'bystander', personId: null };
const approver = (personId: string): Viewer => ({ role: 'approver', personId });

const candidate = (number: number, description: string | null) => ({
  id: `3333333${number}-3333-4333-8333-333333333333`,
  kind: number % 3 === 0 ? ('group' as const) : ('team' as const),
  name: number === 0 ? 'Project X Archive' : 'Project X',
  description,
});

const draft = givenView({ status: 'draft', resources: [], openResources: [] });
const done = givenView({
  status: 'done',
  resources: [approvedProjectX],
  guests: [{ ...sam, status: 'invited', mailedAt: new Date('2026-11-21T10:03:00Z') }],
});
const arrived = givenView({
  status: 'done',
  resources: [approvedProjectX],
  guests: [{ ...sam, status: 'arrived', arrivedAt: new Date('2026-11-21T11:47:00Z') }],
});
const several = givenView({
  resources: [{ ...approvedProjectX }, marketing],
  guests: Array.from({ length: 14 }, (_, index) => guest(index + 1)),
});
const attention = givenView({
  status: 'attention',
  resources: [approvedProjectX, { ...marketing, decision: 'notNeeded' }],
  guests: [
    { ...sam, status: 'arrived', arrivedAt: new Date('2026-11-21T11:47:00Z') },
    guest(2, { status: 'failed', problem: { code: 'unavailable', params: {} } }),
    guest(3, {
      status: 'invited',
      mailedAt: new Date('2026-11-21T10:03:00Z'),
      grants: [{ resourceId: projectX.id, status: 'later', problem: null }],
    }),
    guest(4, {
      status: 'failed',
      grants: [
        { resourceId: marketing.id, status: 'failed', problem: { code: 'throttled', params: {} } },
      ],
    }),
  ],
});

/** One of every card a person can meet, by what it shows. */
export function gallery(texts: Texts): Record<string, AdaptiveCard> {
  const card = (view: typeof draft, viewer: Viewer) => requestCard(view, viewer, texts);
  return {
    'draft, several fit': card(
      givenView({
        ...draft,
        openResources: [
          {
            asked: 'Project',
            reason: 'several',
            candidates: [
              candidate(1, 'The launch of X, with partners'),
              candidate(0, 'Old files, nobody works here'),
              candidate(2, null),
            ],
          },
        ],
      }),
      requester,
    ),
    'draft, nothing asked, directory only allowed': card(
      givenView({
        ...draft,
        reason: null,
        until: null,
        message: null,
        directoryOnlyAllowed: true,
        openResources: [
          {
            asked: '',
            reason: 'notFound',
            candidates: [candidate(1, 'The launch of X'), candidate(3, null)],
          },
        ],
      }),
      requester,
    ),
    'draft, one settled and one near': card(
      givenView({
        ...draft,
        resources: [marketing],
        openResources: [
          { asked: 'Projct X', reason: 'notFound', candidates: [candidate(1, 'The launch of X')] },
        ],
      }),
      requester,
    ),
    'draft, no guest and nothing like it': card(
      givenView({
        ...draft,
        guests: [],
        openResources: [{ asked: 'Zebra', reason: 'notFound', candidates: [] }],
      }),
      requester,
    ),
    'draft, for others': card(draft, bystander),
    'pending, requester': card(givenView(), requester),
    'pending, approver': card(givenView(), approver(megan.id)),
    'pending, for others': card(givenView(), bystander),
    'pending, administrator stands in': card(
      givenView({ resources: [{ ...projectX, standIn: true, approvers: [ada, megan] }] }),
      approver(ada.id),
    ),
    'pending, several, requester': card({ ...several, unreached: [adele] }, requester),
    'pending, several, approver who decided': card(several, approver(megan.id)),
    'pending, several, approver': card(several, approver(adele.id)),
    'pending, directory only, approver': card(
      givenView({ directoryOnly: true, resources: [directory] }),
      approver(ada.id),
    ),
    working: card(
      givenView({
        status: 'working',
        resources: [approvedProjectX],
        guests: [
          { ...sam, status: 'working' },
          guest(2, { status: 'invited', mailedAt: new Date('2026-11-21T10:03:00Z') }),
          guest(3),
        ],
      }),
      requester,
    ),
    'done, invited': card(done, requester),
    'done, arrived': card(arrived, requester),
    'done, for others': card(arrived, bystander),
    'attention, requester': card(attention, requester),
    'attention, for others': card(attention, bystander),
    'denied by a person, requester': card(
      givenView({
        status: 'denied',
        endedBy: megan,
        denial: 'Please wait until the contract is signed.',
        resources: [{ ...approvedProjectX, decision: 'denied', comment: null }],
      }),
      requester,
    ),
    'denied by a person, for others': card(
      givenView({ status: 'denied', endedBy: megan, denial: 'Please wait.', resources: [] }),
      bystander,
    ),
    'denied by a rule': card(
      givenView({
        status: 'denied',
        resources: [],
        directoryOnly: true,
        problem: { code: 'guest.invitationsNotAllowed', params: {} },
      }),
      requester,
    ),
    cancelled: card(givenView({ status: 'cancelled', endedBy: john }), requester),
    'list, mine': requestListCard('mine', [givenView(), done, arrived, attention, draft], texts),
    'list, waiting': requestListCard('waiting', [givenView(), several], texts),
    'list, empty': requestListCard('mine', [], texts),
    help: helpCard(texts, { signIn: false }),
    'help, with signing in': helpCard(texts, { signIn: true }),
    'own right': ownRightCard(texts, false),
    'own right, invitations': ownRightCard(texts, true),
    hello: greetingCard(texts),
    'help, guest': guestHelpCard(texts),
    'welcome, personal': welcomeCard('personal', texts),
    'welcome, team': welcomeCard('team', texts),
    'guest welcome': guestWelcomeCard(
      {
        guest: { address: sam.address, name: sam.name },
        sponsor: john,
        resources: [
          { ...projectX, url: 'https://teams.example/l/team/x' },
          { ...marketing, url: null },
        ],
        until: '2027-03-31',
      },
      texts,
    ),
    refusal: refusalCard(
      [
        {
          code: 'guest.plusAddress',
          params: { address: 'sam+x@gmail.com', suggestion: 'sam@gmail.com' },
        },
      ],
      texts,
      [{ title: 'Invite sam@gmail.com', text: 'invite sam@gmail.com to Project X' }],
    ),
    arrival: arrivalCard(
      arrived,
      { ...sam, status: 'arrived', arrivedAt: new Date('2026-11-21T11:47:00Z') },
      texts,
    ),
  };
}
