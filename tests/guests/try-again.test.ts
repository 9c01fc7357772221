import { describe, expect, test } from '@jest/globals';
import { AppError } from '../../src/errors.ts';
import { retryRequest } from '../../src/requests/retry-request.ts';
import { account, redeem } from '../support/company/company.ts';
import { messagesIn } from '../support/company/notifier.ts';
import { type Given, runJobs } from '../support/given-requests.ts';
import { withCompany } from '../support/with-company.ts';
import { bringIn, samInTheDirectory, view } from './support/bring-in.ts';

let given: Given;
withCompany((fresh) => {
  given = fresh;
});

describe('trying again', () => {
  test('helps once the cause is gone, and tells of a second failure', async () => {
    given.company.deleted.set('sam@gmail.com', 'gone');
    const { id } = await bringIn(given);
    const told = () =>
      messagesIn(given.company, 'chat-megan').filter(({ message }) =>
        message.text?.startsWith('attention'),
      ).length;
    expect(told()).toBe(1);

    await retryRequest(given.deps, { requestId: id, actorId: 'megan' });
    await runJobs(given);
    expect((await view(given, id)).status).toBe('attention');
    expect(told()).toBe(2);

    given.company.deleted.clear();
    await retryRequest(given.deps, { requestId: id, actorId: 'megan' });
    await runJobs(given);
    expect((await view(given, id)).status).toBe('done');
  });

  describe('after his account was deleted', () => {
    /** Sam, mailed, with a second place that refused him; then his account is deleted for an hour. */
    async function deletedSince() {
      const error = new AppError('resource.guestsNotAllowed', { name: 'Road to Green' });
      given.company.faults.push(
        { call: 'ensureTeamMember', when: 'after', error },
        { call: 'ensureTeamMember', when: 'before', error },
      );
      const { id } = await bringIn(given, { resources: ['Project X', 'Road to Green'] });
      const sam = samInTheDirectory(given)[0]?.id ?? '';
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

      expect(await view(given, id)).toMatchObject({
        status: 'done',
        guests: [{ status: 'invited' }],
      });
      expect(given.company.invitations).toBe(2);
      const [sam] = samInTheDirectory(given);
      for (const place of ['x', 'green']) {
        expect(given.company.places.get(place)?.members).toContain(sam?.id);
      }
      redeem(given.company, 'sam@gmail.com');
    });

    test('says so where it can still be restored', async () => {
      const id = await deletedSince();
      given.company.deleted.set('sam@gmail.com', 'gone');
      await runJobs(given);

      expect((await view(given, id)).guests[0]?.problem?.code).toBe('guest.softDeleted');
      expect(given.company.invitations).toBe(1);
    });
  });

  test('is for those whom the request concerns, and only where something has failed', async () => {
    const { id } = await bringIn(given);
    const press = (actorId: string) => retryRequest(given.deps, { requestId: id, actorId });
    await expect(press('adele')).rejects.toMatchObject({ code: 'request.notYours' });
    await expect(press('megan')).rejects.toMatchObject({ code: 'request.nothingToRetry' });
  });

  test('does not go round a tenant that invites nobody by now', async () => {
    given.company.deleted.set('sam@gmail.com', 'gone');
    const { id } = await bringIn(given);
    given.company.rules = { ...given.company.rules, allowInvitesFrom: 'none' };
    await expect(
      retryRequest(given.deps, { requestId: id, actorId: 'megan' }),
    ).rejects.toMatchObject({ code: 'tenant.invitesNobody' });
  });

  test('sends a new mail where the first one was lost, and only then', async () => {
    const lost = new AppError('mail.lost', { mailbox: 'guestlist@woodgrove.com' });
    given.company.faults.push({ call: 'sendDraft', when: 'before', error: lost });
    const { id } = await bringIn(given);
    expect((await view(given, id)).guests[0]?.problem?.code).toBe('mail.lost');
    given.company.drafts.clear();

    await retryRequest(given.deps, { requestId: id, actorId: 'megan' });
    await runJobs(given);
    expect((await view(given, id)).status).toBe('done');
    expect(given.company.sent).toHaveLength(1);
    expect(given.company.invitations).toBe(1);
  });
});
