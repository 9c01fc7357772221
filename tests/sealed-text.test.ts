import { expect, test } from '@jest/globals';
import { openText, sealText } from '../src/sealed-text.ts';

const key = new Uint8Array(32).fill(1);
const link = 'https://login.microsoftonline.com/redeem?rd=secret';

test('a sealed text opens with its key and in its place only', () => {
  const sealed = sealText(key, 'sam', link);
  expect(sealed).not.toContain('secret');
  expect(openText(key, 'sam', sealed)).toBe(link);
  expect(openText(key, 'kim', sealed)).toBeNull();
  expect(openText(new Uint8Array(32), 'sam', sealed)).toBeNull();
});

test('the same text is sealed differently each time, and a damaged one does not open', () => {
  const sealed = sealText(key, 'sam', link);
  expect(sealText(key, 'sam', link)).not.toBe(sealed);
  expect(openText(key, 'sam', `${sealed.slice(0, -4)}AAAA`)).toBeNull();
  expect(openText(key, 'sam', 'x')).toBeNull();
});
