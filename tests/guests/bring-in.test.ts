import { describe, expect, test } from '@jest/globals';
import { audit, guests as guestRows, timers } from '../../src/db/schema.ts';
import { AppError } from '../../src/errors.ts';
import { noticeArrivals } from '../../src/guests/notice-arrivals.ts';
import { approveRequest } from '../../src/requests/approve-request.ts';
import type { Mailboxes } from '../../src/requests/ports.ts';
import { retryRequest } from '../../src/requests/retry-request.ts';
import type { RequestWish } from '../../src/requests/types.ts';
import { viewRequest } from '../../src/requests/view-request.ts';
import { account, redeem } from '../support/company/company.ts';
import { mailboxesOf } from '../support/company/mailboxes.ts';
import { messagesIn } from '../support/company/notifier.ts';
import { ask, type Given, runJobs, started } from '../support/given-requests.ts';
import { withCompany } from '../support/with-company.ts';

let given: Given;
withCompany((fresh) => {
  given = fresh;
});

/** Megan asks for her own resources, so that nobody else needs to agree, and everything that follows is done. */
async function bringIn(asked: Partial<RequestWish> = {}, actorId = 'megan') {
  const { id } = started(await ask(given.deps, actorId, asked));
  await runJobs(given);
  return view(id);
}

async function view(id: string) {
  const found = await viewRequest(given.deps, id);
  if (!found) throw new Error(`${id} is gone`);
  return found;
}

function samInTheDirectory() {
  return [...given.company.accounts.values()].filter(({ userType }) => userType === 'guest');
}

async function arrive(address: string): Promise<void> {
  redeem(given.company, address);
  await noticeArrivals(given.deps);
  await runJobs(given);
}

describe("John's story", () => {
  test('from the sentence to the guest inside', async () => {
    const { company, deps } = given;
    await noticeArrivals(deps);
    const { id } = started(await ask(deps, 'john', { message: 'Welcome, Sam' }));
    await runJobs(given);
    expect(messagesIn(company, 'chat-megan')).toMatchObject([
      { message: { text: 'approver sees pending v1' } },
    ]);

    await approveRequest(deps, { requestId: id, actorId: 'megan', comment: 'Fine' });
    await runJobs(given);
    const [sam] = samInTheDirectory();
    expect(sam).toMatchObject({ mail: 'sam@gmail.com', guestState: 'PendingAcceptance' });
    expect(company.places.get('x')?.members).toContain(sam?.id);
    expect([...(company.sponsors.get(sam?.id ?? '') ?? [])]).toEqual(['john']);
    expect(company.sent).toHaveLength(1);
    expect(company.sent[0]).toMatchObject({ to: { address: 'sam@gmail.com' } });
    expect(company.sent[0]?.text).toContain('Welcome, Sam');
    expect(await view(id)).toMatchObject({ status: 'done', guests: [{ status: 'invited' }] });
    expect(messagesIn(company, 'chat-megan').at(-1)?.message.text).toMatch(/sees done/);

    await arrive('sam@gmail.com');
    expect(await view(id)).toMatchObject({ guests: [{ status: 'arrived' }] });
    expect(messagesIn(company, 'channel-x')).toMatchObject([
      {
        message: {
          text: 'welcome sam@gmail.com to Project X by John Doe',
          mentions: [{ id: `29:${sam?.id}` }],
        },
      },
    ]);
    expect(messagesIn(company, `chat-${sam?.id}`)).toMatchObject([
      { message: { text: 'welcome sam@gmail.com: https://landing.test/x, John Doe' } },
    ]);
    expect(messagesIn(company, 'chat-john').map(({ message }) => message.text)).toEqual([
      'decided working',
      'arrived sam@gmail.com',
    ]);
  });

  test('leaves one audit row per change, with no link in any of them', async () => {
    const { id } = await bringIn();
    await arrive('sam@gmail.com');
    const rows = await given.deps.db.select().from(audit).orderBy(audit.id);
    expect(rows.map(({ action }) => action)).toEqual([
      'request.started',
      'guest.invited',
      'access.granted',
      'guest.mailed',
      'request.done',
      'guest.arrived',
      'guest.welcomed',
    ]);
    expect(new Set(rows.map(({ correlationId }) => correlationId)).size).toBe(1);
    expect(rows[0]?.subject).toBe(id);
    expect(JSON.stringify(rows)).not.toContain('redeem.test');
    const [row] = await given.deps.db.select().from(guestRows);
    expect(row?.redeemLink).not.toContain('redeem.test');
  });

  test('for the directory alone makes a guest and mails him', async () => {
    const done = await bringIn({ resources: [], directoryOnly: true });
    expect(done).toMatchObject({ status: 'done', guests: [{ status: 'invited' }] });
    expect(samInTheDirectory()).toHaveLength(1);
    expect(given.company.sent).toHaveLength(1);
  });
});

describe('a guest who is known already', () => {
  test('and has not redeemed: the link we hold is used again', async () => {
    await bringIn();
    await bringIn({ resources: ['Marketing'] }, 'adele');

    expect(given.company.invitations).toBe(1);
    expect(given.company.sent).toHaveLength(2);
    redeem(given.company, 'sam@gmail.com');
  });

  test('and has not redeemed, invited by somebody else: he is invited again', async () => {
    const { company } = given;
    const sam = account('sam', 'Sam', {
      mail: 'sam@gmail.com',
      userType: 'guest',
      guestState: 'PendingAcceptance',
    });
    company.accounts.set('sam', sam);
    await bringIn();
    expect(company.invitations).toBe(1);
    expect(samInTheDirectory()).toHaveLength(1);
    redeem(company, 'sam@gmail.com');
  });

  test('and has redeemed: he is given access, mailed a direct link, and welcomed', async () => {
    const { company } = given;
    const sam = account('sam', 'Sam Oogle', {
      mail: 'sam@gmail.com',
      userType: 'guest',
      guestState: 'Accepted',
    });
    company.accounts.set('sam', sam);
    const done = await bringIn();

    expect(done).toMatchObject({ status: 'done', guests: [{ status: 'arrived' }] });
    expect(company.invitations).toBe(0);
    expect(company.sent[0]?.html).toContain('https://landing.test/x');
    expect(messagesIn(company, 'channel-x')).toHaveLength(1);
    expect([...(company.sponsors.get('sam') ?? [])]).toEqual(['megan']);
  });

  test('and is in already: nothing is done, no mail is sent', async () => {
    const { company } = given;
    const sam = account('sam', 'Sam', {
      mail: 'sam@gmail.com',
      userType: 'guest',
      guestState: 'Accepted',
    });
    company.accounts.set('sam', sam);
    company.places.get('x')?.members.add('sam');
    const done = await bringIn();

    expect(done).toMatchObject({
      status: 'done',
      guests: [{ status: 'arrived', alreadyIn: true, problem: null }],
    });
    expect(company.sent).toEqual([]);
    expect(messagesIn(company, 'channel-x')).toEqual([]);
  });

  test('two requests for one newcomer at once leave one working link', async () => {
    const one = started(await ask(given.deps, 'megan'));
    const two = started(await ask(given.deps, 'adele', { resources: ['Marketing'] }));
    await Promise.all([runJobs(given), runJobs(given)]);

    expect(given.company.invitations).toBe(1);
    expect(given.company.sent).toHaveLength(2);
    for (const mail of given.company.sent) {
      expect(mail.html).toContain([...given.company.links.values()][0]);
    }
    expect((await view(one.id)).status).toBe('done');
    expect((await view(two.id)).status).toBe('done');
  });

  test('two requests within the time the directory takes to show a newcomer leave one working link', async () => {
    const { company, deps } = given;
    const blind = {
      ...deps.directory,
      accountByAddress: async () => null,
      account: async () => null,
    };
    const slow = { ...given, deps: { ...deps, directory: blind } };
    const guests = (address: string) => [{ address, name: null }];
    const one = started(await ask(deps, 'megan', { guests: guests('Sam@Gmail.com') }));
    await runJobs(slow);
    const asked = { guests: guests('sam@gmail.com'), resources: ['Marketing'] };
    const two = started(await ask(deps, 'adele', asked));
    await runJobs(slow);

    expect(company.invitations).toBe(1);
    const [link] = [...company.links.values()];
    expect(company.sent).toHaveLength(2);
    for (const mail of company.sent) expect(mail.html).toContain(link);
    expect((await view(one.id)).status).toBe('done');
    expect((await view(two.id)).status).toBe('done');
  });

  test('while one invitation takes its time, another request for him waits for its link', async () => {
    const { company, deps } = given;
    const answer = Promise.withResolvers<void>();
    const under = Promise.withResolvers<void>();
    const invite: typeof deps.tenant.invite = async (guest) => {
      under.resolve();
      await answer.promise;
      return deps.tenant.invite(guest);
    };
    started(await ask(deps, 'megan'));
    const first = runJobs({ ...given, deps: { ...deps, tenant: { ...deps.tenant, invite } } });
    await under.promise;
    given.advance(10 * 60_000);
    const { id } = started(await ask(deps, 'adele', { resources: ['Marketing'] }));
    const second = runJobs(given);
    await second;
    expect(company.invitations).toBe(0);
    answer.resolve();
    await first;
    await retryRequest(deps, { requestId: id, actorId: 'adele' });
    await runJobs(given);

    expect(company.invitations).toBe(1);
    expect(company.sent).toHaveLength(2);
    expect((await view(id)).status).toBe('done');
  });

  test('a redemption that happened before his row could be seen is noticed', async () => {
    await bringIn();
    redeem(given.company, 'sam@gmail.com');
    await noticeArrivals(given.deps);
    const late = await bringIn({ resources: ['Marketing'] }, 'adele');
    expect(late.guests[0]?.status).toBe('arrived');
  });

  test('a redemption that delta never told is noticed by looking', async () => {
    await noticeArrivals(given.deps);
    const { id } = await bringIn();
    redeem(given.company, 'sam@gmail.com');
    given.company.changes.length = 0;
    await noticeArrivals(given.deps);
    expect((await view(id)).guests[0]?.status).toBe('arrived');
  });
});

describe('the name of a guest whom nobody has named', () => {
  test('is the one he signed in with', async () => {
    const { company } = given;
    await noticeArrivals(given.deps);
    const { id } = await bringIn();
    expect((await view(id)).guests[0]?.name).toBeNull();
    const [sam] = samInTheDirectory();
    if (sam) company.accounts.set(sam.id, { ...sam, name: 'Sam Oogle' });
    await arrive('sam@gmail.com');

    expect((await view(id)).guests[0]).toMatchObject({
      name: 'Sam Oogle',
      address: 'sam@gmail.com',
    });
  });

  test('is the one the directory has, where he signed in long ago', async () => {
    const changes = { mail: 'sam@gmail.com', userType: 'guest', guestState: 'Accepted' } as const;
    given.company.accounts.set('sam', account('sam', 'Sam Oogle', changes));
    const { guests } = await bringIn();
    expect(guests[0]?.name).toBe('Sam Oogle');
    expect(given.company.sent[0]).toMatchObject({ to: { name: 'Sam Oogle' } });
  });

  test('is none where the directory only repeats the address', async () => {
    await noticeArrivals(given.deps);
    const { id } = await bringIn();
    await arrive('sam@gmail.com');
    expect((await view(id)).guests[0]?.name).toBeNull();
  });
});

describe('named stops', () => {
  test.each([
    ['a blocked account', { enabled: false, userType: 'guest' as const }, 'guest.blocked'],
    ['an account of our own', {}, 'guest.internalAccount'],
  ])('%s', async (_, changes, code) => {
    const { company, deps } = given;
    const { id } = started(await ask(deps, 'megan'));
    company.accounts.set('sam', account('sam', 'Sam', { mail: 'sam@gmail.com', ...changes }));
    await runJobs(given);

    const after = await view(id);
    expect(after).toMatchObject({
      status: 'attention',
      guests: [{ status: 'failed', problem: { code, params: { address: 'sam@gmail.com' } } }],
    });
    expect(company.sent).toEqual([]);
    expect(messagesIn(company, 'chat-megan').map(({ message }) => message.text)).toContain(
      'attention attention',
    );
  });

  test('a soft-deleted account', async () => {
    given.company.deleted.set('sam@gmail.com', 'gone');
    const after = await bringIn();
    expect(after.guests[0]?.problem?.code).toBe('guest.softDeleted');
    expect(given.company.invitations).toBe(0);
  });

  test.each([
    'guest.proxyConflict',
    'guest.crossTenantBlocked',
    'guest.invitationsNotAllowed',
    'tenant.quotaExceeded',
    'tenant.suspicious',
    'graph.forbidden',
  ])('%s, as the tenant names it', async (code) => {
    const error = new AppError(code, { permission: 'User.Invite.All' });
    given.company.faults.push({ call: 'invite', when: 'before', error });
    const after = await bringIn();
    expect(after).toMatchObject({ status: 'attention', guests: [{ problem: { code } }] });
  });

  test('one guest who fails does not hold up the others', async () => {
    given.company.deleted.set('kim@x.com', 'gone');
    const guests = ['kim@x.com', 'sam@gmail.com'].map((address) => ({ address, name: null }));
    const after = await bringIn({ guests });
    expect(after.status).toBe('attention');
    expect(after.guests.map(({ status }) => status)).toEqual(['failed', 'invited']);
    expect(given.company.sent.map(({ to }) => to.address)).toEqual(['sam@gmail.com']);
  });

  test('one resource that refuses does not hold up the other; he is mailed once', async () => {
    const refusal = { code: 'resource.guestsNotAllowed', params: { name: 'Road to Green' } };
    const { id } = started(
      await ask(given.deps, 'megan', { resources: ['Project X', 'Road to Green'] }),
    );
    const green = given.company.places.get('green');
    if (green) given.company.places.set('green', { ...green, refusal });
    await runJobs(given);

    expect(await view(id)).toMatchObject({
      status: 'attention',
      guests: [
        {
          status: 'failed',
          grants: [
            { resourceId: 'x', status: 'done' },
            { resourceId: 'green', status: 'failed', problem: refusal },
          ],
        },
      ],
    });
    expect(given.company.sent).toHaveLength(1);

    if (green) given.company.places.set('green', green);
    await retryRequest(given.deps, { requestId: id, actorId: 'megan' });
    await runJobs(given);
    expect(await view(id)).toMatchObject({ status: 'done', guests: [{ status: 'invited' }] });
    expect(given.company.sent).toHaveLength(1);
    expect(given.company.invitations).toBe(1);
  });
});

describe('trying again', () => {
  test('helps once the cause is gone, and tells of a second failure', async () => {
    given.company.deleted.set('sam@gmail.com', 'gone');
    const { id } = await bringIn();
    const told = () =>
      messagesIn(given.company, 'chat-megan').filter(({ message }) =>
        message.text?.startsWith('attention'),
      ).length;
    expect(told()).toBe(1);

    await retryRequest(given.deps, { requestId: id, actorId: 'megan' });
    await runJobs(given);
    expect((await view(id)).status).toBe('attention');
    expect(told()).toBe(2);

    given.company.deleted.clear();
    await retryRequest(given.deps, { requestId: id, actorId: 'megan' });
    await runJobs(given);
    expect((await view(id)).status).toBe('done');
  });

  describe('after his account was deleted', () => {
    /** Sam, mailed, with a second place that refused him; then his account is deleted for an hour. */
    async function deletedSince() {
      const error = new AppError('resource.guestsNotAllowed', { name: 'Road to Green' });
      given.company.faults.push(
        { call: 'ensureTeamMember', when: 'after', error },
        { call: 'ensureTeamMember', when: 'before', error },
      );
      const { id } = await bringIn({ resources: ['Project X', 'Road to Green'] });
      const sam = samInTheDirectory()[0]?.id ?? '';
      given.company.accounts.delete(sam);
      given.company.accounts.set('new', account('new', 'New Colleague'));
      for (const place of given.company.places.values()) place.members.delete(sam);
      given.advance(3_600_000);
      await retryRequest(given.deps, { requestId: id, actorId: 'megan' });
      return id;
    }

    test('invites him anew, and gives and mails him all of it', async () => {
      const id = await deletedSince();
      await runJobs(given);

      expect(await view(id)).toMatchObject({ status: 'done', guests: [{ status: 'invited' }] });
      expect(given.company.invitations).toBe(2);
      const [sam] = samInTheDirectory();
      for (const place of ['x', 'green']) {
        expect(given.company.places.get(place)?.members).toContain(sam?.id);
      }
      redeem(given.company, 'sam@gmail.com');
    });

    test('says so where it can still be restored', async () => {
      const id = await deletedSince();
      given.company.deleted.set('sam@gmail.com', 'gone');
      await runJobs(given);

      expect((await view(id)).guests[0]?.problem?.code).toBe('guest.softDeleted');
      expect(given.company.invitations).toBe(1);
    });
  });

  test('is for those whom the request concerns, and only where something has failed', async () => {
    const { id } = await bringIn();
    const press = (actorId: string) => retryRequest(given.deps, { requestId: id, actorId });
    await expect(press('adele')).rejects.toMatchObject({ code: 'request.notYours' });
    await expect(press('megan')).rejects.toMatchObject({ code: 'request.nothingToRetry' });
  });

  test('does not go round a tenant that invites nobody by now', async () => {
    given.company.deleted.set('sam@gmail.com', 'gone');
    const { id } = await bringIn();
    given.company.rules = { ...given.company.rules, allowInvitesFrom: 'none' };
    await expect(
      retryRequest(given.deps, { requestId: id, actorId: 'megan' }),
    ).rejects.toMatchObject({ code: 'tenant.invitesNobody' });
  });

  test('sends a new mail where the first one was lost, and only then', async () => {
    const lost = new AppError('mail.lost', { mailbox: 'guestlist@woodgrove.com' });
    given.company.faults.push({ call: 'sendDraft', when: 'before', error: lost });
    const { id } = await bringIn();
    expect((await view(id)).guests[0]?.problem?.code).toBe('mail.lost');
    given.company.drafts.clear();

    await retryRequest(given.deps, { requestId: id, actorId: 'megan' });
    await runJobs(given);
    expect((await view(id)).status).toBe('done');
    expect(given.company.sent).toHaveLength(1);
    expect(given.company.invitations).toBe(1);
  });
});

describe('a mail that was refused', () => {
  const mailboxes = ['one@woodgrove.com', 'two@woodgrove.com'];

  test.each(['createDraft', 'sendDraft'])(
    'by its mailbox at %s leaves no draft, and goes out from another one when tried again',
    async (call) => {
      const { company } = given;
      given = { ...given, deps: { ...given.deps, mailboxes: mailboxesOf(company, mailboxes) } };
      const written: string[] = [];
      const { createDraft } = given.deps.mailboxes;
      const watched: Mailboxes = {
        ...given.deps.mailboxes,
        createDraft: (mailbox, mail) => {
          written.push(mailbox);
          return createDraft(mailbox, mail);
        },
      };
      given = { ...given, deps: { ...given.deps, mailboxes: watched } };
      const error = new AppError('mail.mailboxRefused');
      company.faults.push({ call, when: 'before', error });
      const { id } = await bringIn();
      expect((await view(id)).guests[0]?.problem?.code).toBe('mail.mailboxRefused');
      expect([...company.drafts]).toEqual([]);

      await retryRequest(given.deps, { requestId: id, actorId: 'megan' });
      await runJobs(given);
      expect((await view(id)).status).toBe('done');
      expect([...written].sort()).toEqual(mailboxes);
      expect(company.sent).toMatchObject([{ mailbox: written.at(-1) }]);
    },
  );

  test('for its recipient leaves no draft, and is written anew when tried again', async () => {
    const error = new AppError('mail.recipientRefused');
    given.company.faults.push({ call: 'sendDraft', when: 'before', error });
    const { id } = await bringIn();
    expect([...given.company.drafts]).toEqual([]);

    await retryRequest(given.deps, { requestId: id, actorId: 'megan' });
    await runJobs(given);
    expect((await view(id)).status).toBe('done');
    expect(given.company.sent).toHaveLength(1);
  });
});

test('a link sealed with a key that is gone is named, and trying again invites anew', async () => {
  const refused = new AppError('graph.forbidden', { permission: 'Mail.ReadWrite' });
  given.company.faults.push({ call: 'createDraft', when: 'before', error: refused });
  const { id } = await bringIn();
  given = { ...given, deps: { ...given.deps, linkKey: new Uint8Array(32).fill(9) } };
  await retryRequest(given.deps, { requestId: id, actorId: 'megan' });
  await runJobs(given);

  expect((await view(id)).status).toBe('done');
  expect(given.company.invitations).toBe(2);
  redeem(given.company, 'sam@gmail.com');
});

describe('a team that Teams shows him late in', () => {
  test('is not welcomed in before its roster has him', async () => {
    const team = given.company.places.get('x');
    if (team) team.way = 'later';
    const { id } = await bringIn();
    expect((await view(id)).guests[0]?.grants[0]?.status).toBe('later');

    await arrive('sam@gmail.com');
    expect(messagesIn(given.company, 'channel-x')).toEqual([]);
    const all = await given.deps.db.query.timers.findMany();
    const set = all.filter(({ kind }) => kind === 'welcome-guest');
    expect(set).toHaveLength(1);

    if (team) team.way = 'added';
    await given.deps.db.transaction((tx) =>
      given.queue.enqueue(tx, 'welcome-guest', { rowId: set[0]?.subject ?? '' }),
    );
    await runJobs(given);
    expect(messagesIn(given.company, 'channel-x')).toHaveLength(1);
    expect((await view(id)).guests[0]?.grants[0]?.status).toBe('done');
  });
});

describe('a team that Teams never shows him in', () => {
  async function threeDaysLate() {
    const team = given.company.places.get('x');
    if (team) team.way = 'later';
    const { id } = await bringIn();
    await arrive('sam@gmail.com');
    given.advance(3 * 24 * 3_600_000 + 60_000);
    const rowId = (await view(id)).guests[0]?.id ?? '';
    await given.deps.db.delete(timers);
    await given.deps.db.transaction((tx) => given.queue.enqueue(tx, 'welcome-guest', { rowId }));
    await runJobs(given);
    return view(id);
  }

  test('is a named problem on his grant after three days', async () => {
    const after = await threeDaysLate();
    expect(after.guests[0]?.grants).toEqual([
      {
        resourceId: 'x',
        status: 'failed',
        problem: { code: 'resource.notShown', params: { name: 'Project X' } },
      },
    ]);
  });

  test('and whose chat cannot be reached: he is not said to have been welcomed', async () => {
    given.company.unreachable.add('guest-4');
    await threeDaysLate();
    const rows = await given.deps.db.select().from(audit);
    const said = rows.map(({ action }) => action).filter((action) => /elcomed/.test(action));
    expect(said).toEqual(['guest.notWelcomed']);
  });
});

describe('people who cannot be reached', () => {
  test('an approver: the requester is told, and his card says so', async () => {
    given.company.unreachable.add('megan');
    const { id } = started(await ask(given.deps, 'john'));
    await runJobs(given);

    expect(await view(id)).toMatchObject({ status: 'pending', unreached: [{ id: 'megan' }] });
    expect(messagesIn(given.company, 'chat-john').map(({ message }) => message.text)).toEqual([
      'unreached pending',
    ]);
  });

  test('a guest and his channel: that is fine, and tried once', async () => {
    const { id } = await bringIn();
    const [sam] = samInTheDirectory();
    given.company.unreachable.add(sam?.id ?? '').add('x');
    await arrive('sam@gmail.com');
    expect((await view(id)).guests[0]?.status).toBe('arrived');
    const rows = await given.deps.db.select().from(audit);
    expect(rows.map(({ action }) => action)).toContain('guest.notWelcomed');
    expect(rows.map(({ action }) => action)).not.toContain('guest.welcomed');
    expect(messagesIn(given.company, 'chat-megan').at(-1)?.message.text).toBe(
      'arrived sam@gmail.com',
    );
  });

  test('a card whose message is gone is not redrawn any more', async () => {
    const { company, deps } = given;
    const { id } = started(await ask(deps, 'john'));
    await runJobs(given);
    company.posted.length = 0;
    await approveRequest(deps, { requestId: id, actorId: 'megan' });
    await runJobs(given);
    const cards = await given.deps.db.query.sentCards.findMany();
    expect(cards).toMatchObject([{ personId: 'megan', goneAt: expect.any(Date) }]);
  });
});
