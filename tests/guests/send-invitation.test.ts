import { describe, expect, test } from '@jest/globals';
import { AppError } from '../../src/errors.ts';
import { mailboxFor } from '../../src/guests/send-invitation.ts';
import type { Mailboxes } from '../../src/requests/ports.ts';
import { retryRequest } from '../../src/requests/retry-request.ts';
import { redeem } from '../support/company/company.ts';
import { mailboxesOf } from '../support/company/mailboxes.ts';
import { type Given, runJobs } from '../support/given-requests.ts';
import { withCompany } from '../support/with-company.ts';
import { bringIn, view } from './support/bring-in.ts';

let given: Given;
withCompany((fresh) => {
  given = fresh;
});

test('rows spread over the mailboxes, and each always to the same one', () => {
  const mailboxes = ['a@x.com', 'b@x.com', 'c@x.com'];
  const rows = Array.from({ length: 300 }, (_, n) => `row-${n}`);
  const counts = Map.groupBy(rows, (row) => mailboxFor(mailboxes, row));
  for (const mailbox of mailboxes) expect(counts.get(mailbox)?.length).toBeGreaterThan(60);
  expect(rows.map((row) => mailboxFor(mailboxes, row))).toEqual(
    rows.map((row) => mailboxFor(mailboxes, row)),
  );
  expect(() => mailboxFor([], 'row')).toThrow('no sending mailbox');
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
      const { id } = await bringIn(given);
      expect((await view(given, id)).guests[0]?.problem?.code).toBe('mail.mailboxRefused');
      expect([...company.drafts]).toEqual([]);

      await retryRequest(given.deps, { requestId: id, actorId: 'megan' });
      await runJobs(given);
      expect((await view(given, id)).status).toBe('done');
      expect([...written].sort()).toEqual(mailboxes);
      expect(company.sent).toMatchObject([{ mailbox: written.at(-1) }]);
    },
  );

  test('for its recipient leaves no draft, and is written anew when tried again', async () => {
    const error = new AppError('mail.recipientRefused');
    given.company.faults.push({ call: 'sendDraft', when: 'before', error });
    const { id } = await bringIn(given);
    expect([...given.company.drafts]).toEqual([]);

    await retryRequest(given.deps, { requestId: id, actorId: 'megan' });
    await runJobs(given);
    expect((await view(given, id)).status).toBe('done');
    expect(given.company.sent).toHaveLength(1);
  });
});

test('a link sealed with a key that is gone is named, and trying again invites anew', async () => {
  const refused = new AppError('graph.forbidden', { permission: 'Mail.ReadWrite' });
  given.company.faults.push({ call: 'createDraft', when: 'before', error: refused });
  const { id } = await bringIn(given);
  given = { ...given, deps: { ...given.deps, linkKey: new Uint8Array(32).fill(9) } };
  await retryRequest(given.deps, { requestId: id, actorId: 'megan' });
  await runJobs(given);

  expect((await view(given, id)).status).toBe('done');
  expect(given.company.invitations).toBe(2);
  redeem(given.company, 'sam@gmail.com');
});
