import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  mriOf,
  personalChatId,
  personOfChat,
  personOfMri,
  splitThread,
  threadId,
} from '../../../src/sandbox/teams/ids.ts';

const bot = '0f3e1c52-8f0b-4a54-9a8e-7a4c9f6b2d31';

test('a person keeps one MRI and one chat with the bot, and both lead back to him', () => {
  fc.assert(
    fc.property(fc.uuid(), (person) => {
      expect(mriOf(bot, person)).toBe(mriOf(bot, person));
      expect(personOfMri(bot, mriOf(bot, person))).toBe(person);
      expect(personOfChat(bot, personalChatId(bot, person))).toBe(person);
    }),
  );
});

test('ids look as those of Teams do', () => {
  const person = '7faf8ab2-3d56-4244-b585-20c8a42ed2b8';
  expect(mriOf(bot, person)).toMatch(/^29:1[\w-]{86}$/);
  expect(personalChatId(bot, person)).toMatch(/^a:1[\w-]{128}$/);
});

test('ids of another bot, changed ones and made-up ones lead to nobody', () => {
  const mri = mriOf(bot, '7faf8ab2-3d56-4244-b585-20c8a42ed2b8');
  const other = '11111111-2222-4333-8444-555555555555';
  for (const id of [mriOf(other, other), `${mri.slice(0, -2)}xx`, '29:1abc', '29:', '', 'a:1']) {
    expect(personOfMri(bot, id)).toBeNull();
    expect(personOfChat(bot, id)).toBeNull();
  }
});

test('a thread is its channel and the message it hangs on', () => {
  const id = threadId('19:abc@thread.tacv2', '1700000000000');
  expect(splitThread(id)).toEqual({ base: '19:abc@thread.tacv2', root: '1700000000000' });
  expect(splitThread('a:1abc')).toEqual({ base: 'a:1abc', root: null });
});
