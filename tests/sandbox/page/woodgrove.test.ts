import { expect, test } from '@jest/globals';
import type { Mail, Person, Tenant } from '../../../src/sandbox/page/api/shapes.ts';
import {
  callLine,
  isWrite,
  outcomeOf,
  readableUrl,
} from '../../../src/sandbox/page/calls/call-line.ts';
import { toLocalInput, woodgroveNow } from '../../../src/sandbox/page/clock/moved-clock.ts';
import { mailsTo } from '../../../src/sandbox/page/mailbox/mails-to.ts';
import { samePage } from '../../../src/sandbox/page/mailbox/redeem.ts';
import { isPending, standingOf } from '../../../src/sandbox/page/people/about-person.ts';
import { choosePlace } from '../../../src/sandbox/page/shell/choose-place.ts';
import { INBOX, readWhere, writeWhere } from '../../../src/sandbox/page/shell/places.ts';
import { sortUsers, stateOf } from '../../../src/sandbox/page/tenant/user-state.ts';

function person(key: string, more: Partial<Person> = {}): Person {
  return { key, name: key, mail: key, aadObjectId: `id-${key}`, mri: `29:${key}`, ...more };
}

const tenant: Tenant = {
  users: [
    { id: 'id-megan', displayName: 'Megan', userType: 'Member', accountEnabled: true },
    { id: 'id-zoe@x.com', displayName: 'Zoe', userType: 'Guest', externalUserState: 'Accepted' },
    {
      id: 'id-sam@x.com',
      displayName: 'Sam',
      userType: 'Guest',
      externalUserState: 'PendingAcceptance',
    },
    { id: 'id-old', displayName: 'Old', userType: 'Guest', accountEnabled: false },
  ],
  resources: [
    { id: '1', kind: 'team', name: 'Shared', owners: ['id-megan', 'id-adele'], members: [] },
    { id: '2', kind: 'team', name: 'Project X', owners: ['id-megan'], members: [] },
  ],
};

test('a person is what the tenant says: owner, guest, or somebody who works here', () => {
  expect(standingOf(person('megan'), tenant)).toEqual({
    kind: 'owner',
    of: ['Project X', 'Shared'],
  });
  expect(standingOf(person('john'), tenant)).toEqual({ kind: 'employee' });
  expect(standingOf(person('sam@x.com'), tenant)).toEqual({ kind: 'pendingGuest' });
  expect(standingOf(person('zoe@x.com'), tenant)).toEqual({ kind: 'guest' });
});

test('before the tenant is known, a guest without a chat counts as not here yet', () => {
  expect(isPending(person('sam@x.com'), undefined)).toBe(true);
  expect(isPending(person('sam@x.com', { personalConversationId: 'a:1' }), undefined)).toBe(false);
});

test('guests stand first, and who has not accepted before all', () => {
  const users = sortUsers(tenant.users);

  expect(users.map(({ displayName }) => displayName)).toEqual(['Sam', 'Zoe', 'Old', 'Megan']);
  expect(users.map(stateOf)).toEqual(['pending', 'accepted', 'disabled', 'member']);
});

test('somebody is shown where he was going, else his first chat; a guest without one his mail', () => {
  const chats = [
    { id: 'a:1', kind: 'personal', name: 'Guestlist' } as const,
    { id: '19:c', kind: 'channel', name: 'General' } as const,
  ];
  const john = person('john', { personalConversationId: 'a:1' });

  expect(choosePlace('19:c', john, chats)).toBe('19:c');
  expect(choosePlace('19:elsewhere', john, chats)).toBe('a:1');
  expect(choosePlace(null, john, undefined)).toBeNull();
  expect(choosePlace('19:c', person('sam@x.com'), [])).toBe(INBOX);
});

test('the address says who and where, whatever is in the ids', () => {
  const where = { person: 'sam@x.com', place: '19:a/b;messageid=1@thread' };

  expect(readWhere(writeWhere(where))).toEqual(where);
  expect(readWhere('')).toEqual({ person: null, place: null });
  expect(readWhere('#/%E0%A4%A')).toEqual({ person: null, place: null });
});

test('mail is found by any of its recipients, newest first', () => {
  const mail = (time: string, to: Mail['to']): Mail => ({ time, to, subject: time });
  const mails = [
    mail('2026-11-21T10:00:00Z', 'Sam@x.com'),
    mail('2026-11-21T11:00:00Z', 'megan@w.com, sam@x.com'),
    mail('2026-11-21T12:00:00Z', ['zoe@x.com']),
  ];

  expect(mailsTo(mails, 'sam@x.com').map(({ time }) => time.slice(11, 13))).toEqual(['11', '10']);
});

test('a redeem link is known by both names of this machine', () => {
  expect(samePage('http://localhost:3979/r/1', 'http://127.0.0.1:3979/r/1')).toBe(true);
  expect(samePage('http://localhost:3979/r/1', 'http://127.0.0.1:3979/r/2')).toBe(false);
  expect(samePage('not an address', 'not an address')).toBe(false);
});

test('a call is one readable line, and a batch says what is in it', () => {
  const id = '82ddcf7a-9cc2-48ac-a567-f2a5d6c7e8f9';
  const batch = { requests: [{ method: 'POST', url: `/groups/${id}/members/$ref` }] };
  const call = { time: '', method: 'POST', url: 'http://127.0.0.1:1/v1.0/$batch', status: 200 };

  expect(readableUrl("http://h/v1.0/users?$filter=mail%20eq%20'a'")).toBe(
    "/users?$filter=mail eq 'a'",
  );
  expect(readableUrl('http://h/beta/policies')).toBe('/beta/policies');
  expect(callLine({ ...call, body: batch })).toBe(
    '/$batch (1): POST /groups/82ddcf7a…/members/$ref',
  );
  expect(isWrite({ ...call, body: batch })).toBe(true);
  expect(isWrite({ ...call, body: { requests: [{ method: 'GET', url: '/users' }] } })).toBe(false);
  expect([204, 404, 503, 0].map((status) => outcomeOf({ ...call, status }))).toEqual([
    'done',
    'refused',
    'failed',
    'failed',
  ]);
});

test("WoodGrove's clock goes on from where it was read", () => {
  const clock = { now: '2026-12-05T10:00:00.000Z', readAt: 1_000 };

  expect(woodgroveNow(clock, 61_000).toISOString()).toBe('2026-12-05T10:01:00.000Z');
});

test('a moment is written for the field that takes it, in the local zone', () => {
  const local = new Date(2026, 10, 21, 9, 5);

  expect(toLocalInput(local)).toBe('2026-11-21T09:05');
});
