import { expect, test } from '@jest/globals';
import {
  markMentions,
  mayMean,
  mentionBefore,
  mentions,
  unmarkMentions,
} from '../../../src/sandbox/page/chat/mentions.ts';

test('a mention is offered from the @ on, at the beginning of a word', () => {
  expect(mentionBefore('@', 1)).toEqual({ start: 0, typed: '' });
  expect(mentionBefore('hello @gue and more', 10)).toEqual({ start: 6, typed: 'gue' });
  expect(mentionBefore('write to sam@gmail', 18)).toBeNull();
  expect(mentionBefore('@Guestlist invite', 17)).toBeNull();
});

test('what was typed may mean a name that begins with it', () => {
  expect(mayMean('GUE', 'Guestlist')).toBe(true);
  expect(mayMean('list', 'Guestlist')).toBe(false);
});

test('each @name is sent as Teams marks it, and nothing else is', () => {
  expect(markMentions('@guestlist invite a@guestlist.com', 'Guestlist')).toBe(
    '<at>Guestlist</at> invite a@guestlist.com',
  );
  expect(markMentions('@Guestlists', 'Guestlist')).toBe('@Guestlists');
  expect(mentions('hello\n@Guestlist', 'Guestlist')).toBe(true);
  expect(mentions('hello Guestlist', 'Guestlist')).toBe(false);
});

test('a mention that was sent is typed again with an @', () => {
  expect(unmarkMentions('<at>Guestlist</at> help')).toBe('@Guestlist help');
});
