import { describe, expect, test } from '@jest/globals';
import { audit, guests as guestRows } from '../../src/db/schema.ts';
import { noticeArrivals } from '../../src/guests/notice-arrivals.ts';
import { approveRequest } from '../../src/requests/approve-request.ts';
import { retryRequest } from '../../src/requests/retry-request.ts';
import { account, redeem } from '../support/company/company.ts';
import { messagesIn } from '../support/company/notifier.ts';
import { ask, type Given, runJobs, started } from '../support/given-requests.ts';
import { withCompany } from '../support/with-company.ts';
import { arrive, bringIn, samInTheDirectory, view } from './support/bring-in.ts';

let given: Given;
withCompany((fresh) => {
  given = fresh;
});

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
    const [sam] = samInTheDirectory(given);
    expect(sam).toMatchObject({ mail: 'sam@gmail.com', guestState: 'PendingAcceptance' });
    expect(company.places.get('x')?.members).toContain(sam?.id);
    expect([...(company.sponsors.get(sam?.id ?? '') ?? [])]).toEqual(['john']);
    expect(company.sent).toHaveLength(1);
    expect(company.sent[0]).toMatchObject({ to: { address: 'sam@gmail.com' } });
    expect(company.sent[0]?.text).toContain('Welcome, Sam');
    expect(await view(given, id)).toMatchObject({
      status: 'done',
      guests: [{ status: 'invited' }],
    });
    expect(messagesIn(company, 'chat-megan').at(-1)?.message.text).toMatch(/sees done/);

    await arrive(given, 'sam@gmail.com');
    expect(await view(given, id)).toMatchObject({ guests: [{ status: 'arrived' }] });
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
    const { id } = await bringIn(given);
    await arrive(given, 'sam@gmail.com');
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
    const done = await bringIn(given, { resources: [], directoryOnly: true });
    expect(done).toMatchObject({ status: 'done', guests: [{ status: 'invited' }] });
    expect(samInTheDirectory(given)).toHaveLength(1);
    expect(given.company.sent).toHaveLength(1);
  });
});

describe('a guest who is known already', () => {
  test('and has not redeemed: the link we hold is used again', async () => {
    await bringIn(given);
    await bringIn(given, { resources: ['Marketing'] }, 'adele');

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
    await bringIn(given);
    expect(company.invitations).toBe(1);
    expect(samInTheDirectory(given)).toHaveLength(1);
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
    const done = await bringIn(given);

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
    const done = await bringIn(given);

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
    expect((await view(given, one.id)).status).toBe('done');
    expect((await view(given, two.id)).status).toBe('done');
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
    expect((await view(given, one.id)).status).toBe('done');
    expect((await view(given, two.id)).status).toBe('done');
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
    expect((await view(given, id)).status).toBe('done');
  });

  test('a redemption that happened before his row could be seen is noticed', async () => {
    await bringIn(given);
    redeem(given.company, 'sam@gmail.com');
    await noticeArrivals(given.deps);
    const late = await bringIn(given, { resources: ['Marketing'] }, 'adele');
    expect(late.guests[0]?.status).toBe('arrived');
  });

  test('a redemption that delta never told is noticed by looking', async () => {
    await noticeArrivals(given.deps);
    const { id } = await bringIn(given);
    redeem(given.company, 'sam@gmail.com');
    given.company.changes.length = 0;
    await noticeArrivals(given.deps);
    expect((await view(given, id)).guests[0]?.status).toBe('arrived');
  });
});

describe('the name of a guest whom nobody has named', () => {
  test('is the one he signed in with', async () => {
    const { company } = given;
    await noticeArrivals(given.deps);
    const { id } = await bringIn(given);
    expect((await view(given, id)).guests[0]?.name).toBeNull();
    const [sam] = samInTheDirectory(given);
    if (sam) company.accounts.set(sam.id, { ...sam, name: 'Sam Oogle' });
    await arrive(given, 'sam@gmail.com');

    expect((await view(given, id)).guests[0]).toMatchObject({
      name: 'Sam Oogle',
      address: 'sam@gmail.com',
    });
  });

  test('is the one the directory has, where he signed in long ago', async () => {
    const changes = { mail: 'sam@gmail.com', userType: 'guest', guestState: 'Accepted' } as const;
    given.company.accounts.set('sam', account('sam', 'Sam Oogle', changes));
    const { guests } = await bringIn(given);
    expect(guests[0]?.name).toBe('Sam Oogle');
    expect(given.company.sent[0]).toMatchObject({ to: { name: 'Sam Oogle' } });
  });

  test('is none where the directory only repeats the address', async () => {
    await noticeArrivals(given.deps);
    const { id } = await bringIn(given);
    await arrive(given, 'sam@gmail.com');
    expect((await view(given, id)).guests[0]?.name).toBeNull();
  });
});
