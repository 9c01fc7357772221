import { expect, test } from '@jest/globals';
import { openLink, sealLink } from '../../src/guests/redeem-link.ts';
import { mailboxFor } from '../../src/guests/send-invitation.ts';

const key = new Uint8Array(32).fill(1);
const link = 'https://login.microsoftonline.com/redeem?rd=secret';

test('a sealed link opens with its key and for its guest only', () => {
  const sealed = sealLink(key, 'sam', link);
  expect(sealed).not.toContain('secret');
  expect(openLink(key, 'sam', sealed)).toBe(link);
  expect(openLink(key, 'kim', sealed)).toBeNull();
  expect(openLink(new Uint8Array(32), 'sam', sealed)).toBeNull();
});

test('the same link is sealed differently each time, and a damaged one does not open', () => {
  const sealed = sealLink(key, 'sam', link);
  expect(sealLink(key, 'sam', link)).not.toBe(sealed);
  expect(openLink(key, 'sam', `${sealed.slice(0, -4)}AAAA`)).toBeNull();
  expect(openLink(key, 'sam', 'x')).toBeNull();
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
