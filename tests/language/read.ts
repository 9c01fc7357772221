import { readCommand } from '../../src/language/read-command.ts';
import type { Command, Gap } from '../../src/language/types.ts';
import type { RequestWish } from '../../src/requests/types.ts';

/** A Saturday. */
export const TODAY = '2026-11-21';

/** Reads a sentence that Teams delivers without HTML. */
export function read(text: string, locale = 'en-US'): Command {
  return readCommand({ text, html: null, botMentions: [] }, { today: TODAY, locale });
}

/** The wish of a sentence that must be an invitation. */
export function wishOf(text: string, locale?: string): RequestWish {
  return inviteOf(text, locale).wish;
}

/** The gaps of a sentence that must be an invitation. */
export function gapsOf(text: string, locale?: string): readonly Gap[] {
  return inviteOf(text, locale).gaps;
}

/** `sam@gmail.com` or `Sam Oogle <sam@gmail.com>`, one line each. */
export function guestsOf(text: string, locale?: string): string[] {
  return wishOf(text, locale).guests.map(({ address, name }) =>
    name === null ? address : `${name} <${address}>`,
  );
}

/** A sentence that must be an invitation. */
export function inviteOf(text: string, locale?: string): Extract<Command, { kind: 'invite' }> {
  const command = read(text, locale);
  if (command.kind !== 'invite') throw new Error(`${text} was read as ${command.kind}`);
  return command;
}
