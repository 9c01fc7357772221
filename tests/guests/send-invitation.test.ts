import { expect, test } from '@jest/globals';
import { mailboxFor } from '../../src/guests/send-invitation.ts';

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
