import { AppError } from '../../../src/errors.ts';
import type { Mailboxes } from '../../../src/requests/ports.ts';
import type { Company } from './company.ts';
import { faulty } from './faulty.ts';

/** The company's sending mailboxes. */
export function mailboxesOf(company: Company, addresses = ['guestlist@woodgrove.com']): Mailboxes {
  let made = 0;
  return faulty(company, {
    addresses,
    createDraft: async (mailbox, mail) => {
      made += 1;
      const draftId = `draft-${made}`;
      company.drafts.set(draftId, { ...mail, mailbox });
      return { draftId };
    },
    sendDraft: async (mailbox, draftId, key) => {
      const draft = company.drafts.get(draftId);
      if (draft) {
        company.drafts.delete(draftId);
        company.sent.push({ ...draft, draftId });
        return 'sent';
      }
      if (company.sent.some((mail) => mail.key === key)) return 'alreadySent';
      throw new AppError('mail.lost', { mailbox });
    },
    discardDraft: async (_mailbox, draftId) => {
      company.drafts.delete(draftId);
    },
  } satisfies Mailboxes);
}
