import type { Calendar } from './grammar/calendar.ts';
import { type Lexicon, lexiconOf } from './grammar/lexicon.ts';
import { nearestCommand } from './grammar/nearest.ts';
import { looseEnd, politeEnd, politeStarts } from './grammar/polite.ts';
import { readInvite } from './grammar/read-invite.ts';
import { scan } from './grammar/scan.ts';
import { plainText } from './incoming-text.ts';
import type { Command, IncomingText } from './types.ts';
import { wordsFor } from './words/index.ts';
import type { PlainCommand, Words } from './words/types.ts';

/** Whose words are read: `today` is `YYYY-MM-DD` in his calendar, `locale` BCP 47. */
export interface CommandContext {
  readonly today: string;
  readonly locale: string;
}

const PLAIN: readonly PlainCommand[] = [
  'myRequests',
  'waitingForMe',
  'help',
  'signIn',
  'signOut',
  'thanks',
  'greeting',
];

/** None of our phrases is longer. */
const LONGEST_PHRASE = 80;

/** Ids of requests as people type them (`Random.text(8)` in requests/ports.ts). */
const REQUEST_ID = /^#?[2-9a-hjkmnp-z]{8}$/i;

/**
 * Reads a message. The reader's own language is tried first, English always. What is nothing we know
 * is `unknown`, never an error; an invitation that lacks something comes with its gaps.
 */
export function readCommand(input: IncomingText, context: CommandContext): Command {
  const text = plainText(input);
  const lexicons = wordsFor(context.locale).map(lexiconOf);
  for (const lexicon of lexicons) {
    const calendar: Calendar = { ...context, words: lexicon.words };
    const command =
      readPlain(text, lexicon) ??
      readSubject(text, lexicon) ??
      readInvitation(text, lexicon, calendar);
    if (command) return command;
  }
  const nearest = lexicons.map((lexicon) => nearestCommand(text, lexicon));
  return { kind: 'unknown', text, nearest: nearest.find((each) => each !== null) ?? null };
}

/** A message that is one of our phrases, with any politeness around it. */
function readPlain(text: string, lexicon: Lexicon): Command | null {
  const { words } = lexicon;
  const ends = [looseEnd(text, text.length), politeEnd(text, words)];
  for (const start of politeStarts(text, 0, lexicon)) {
    for (const end of ends) {
      if (end - start > LONGEST_PHRASE) continue;
      const phrase = text.slice(start, Math.max(start, end)).replace(/\s+/g, ' ').toLowerCase();
      const kind = PLAIN.find((name) => words.commands[name].includes(phrase));
      if (kind) return { kind };
      if (phrase === '') return { kind: sparse(text, words) };
    }
  }
  return null;
}

/** What is meant by a message of politeness and signs alone. */
function sparse(text: string, { commands }: Words): 'help' | 'thanks' | 'greeting' {
  if (/^[\s.!?…]*\?[\s.!?…]*$/.test(text)) return 'help';
  const said = text.toLowerCase();
  return commands.thanks.some((phrase) => said.includes(phrase)) ? 'thanks' : 'greeting';
}

/** `status k7m2p9qa`, `cancel my invitation of sam@gmail.com`; without a subject the list to choose from. */
function readSubject(text: string, lexicon: Lexicon): Command | null {
  const body = text.slice(0, politeEnd(text, lexicon.words));
  for (const start of politeStarts(body, 0, lexicon)) {
    const decided = lexicon.decide(body, start);
    if (decided >= 0 && subjectOf(body.slice(decided), lexicon).sure)
      return { kind: 'waitingForMe' };
    for (const kind of ['status', 'cancel'] as const) {
      const end = lexicon[kind](body, start);
      if (end < 0) continue;
      const subject = subjectOf(body.slice(end), lexicon);
      // Only the plain verb may be followed by anything: `find` and `stop` begin other sentences, too.
      const plain = body.slice(start, end).toLowerCase() === lexicon.words[kind][0];
      if (plain && subject.text === '') return { kind: 'myRequests' };
      if (plain || subject.sure) return { kind, subject: subject.text };
    }
  }
  return null;
}

/** What is meant; `sure` where it is an address or looks like an id. */
function subjectOf(text: string, lexicon: Lexicon): { text: string; sure: boolean } {
  const tokens = scan(text);
  const address = tokens.find(({ kind }) => kind === 'address');
  if (address) return { text: address.text.toLowerCase(), sure: true };
  let at = 0;
  for (;;) {
    while (/[\s:,#"']/.test(text.charAt(at))) at += 1;
    const end = lexicon.about(text, at);
    if (end < 0) break;
    at = end;
  }
  const subject = text.slice(at).replace(/["'\s]+$/, '');
  return REQUEST_ID.test(subject)
    ? { text: subject.toLowerCase(), sure: true }
    : { text: subject, sure: false };
}

/** An invitation begins the message or one of its sentences: `We have an auditor. Please invite …`. */
function readInvitation(text: string, lexicon: Lexicon, calendar: Calendar): Command | null {
  const hasAddress = /\S@\S/.test(text);
  let start = -1;
  for (const from of sentenceStarts(text)) {
    if (from <= start) continue;
    start = politeStarts(text, from, lexicon).at(-1) ?? from;
    const sure = lexicon.invite(text, start);
    const end = sure >= 0 || !hasAddress ? sure : lexicon.inviteWithAddress(text, start);
    if (end >= 0) return readInvite({ text, lexicon, calendar }, end);
  }
  return null;
}

function sentenceStarts(text: string): number[] {
  return [0, ...Array.from(text.matchAll(/[.!?,;:](?=\s)|\n/g), ({ index }) => index + 1)];
}
