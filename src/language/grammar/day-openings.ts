import { type DayReading, UNREADABLE } from './calendar.ts';
import { readDay } from './read-day.ts';
import { readDuration } from './read-duration.ts';
import type { Token } from './scan.ts';
import {
  beginsPart,
  contentFrom,
  find,
  indexFrom,
  isBoundary,
  type Opening,
  startOf,
  type Walk,
} from './walk.ts';

/** A date has no more words than this: `until Friday , the 31st of March , 2027`. */
const LONGEST_DATE = 9;
/** Keeps a text that says nothing but `until` from being searched for dates for long. */
const MOST_DAY_TRIES = 24;

/** `until 31 March`, `by Friday`: in a reason only where nothing but a date follows. */
export function until(walk: Walk, token: Token): Opening | null {
  const { lexicon } = walk.reading;
  const sure = find(walk, lexicon.until, token);
  const end = sure >= 0 ? sure : find(walk, lexicon.untilBeforeDate, token);
  if (end < 0 || !contentFrom(walk, end)) return null;
  const segment = dateSegment(walk, end);
  const read = longestDay(walk, segment);
  const inReason = walk.current.kind === 'reason';
  if (read && (!inReason || read.whole)) return dayOpening(read.from, read.to, read.day);
  const [first, last] = [segment[0], segment.at(-1)];
  if (sure < 0 || inReason || !first || !last) return null;
  return dayOpening(first.start, last.end, UNREADABLE);
}

/** `for 30 days`, where a part can end behind it. */
export function duration(walk: Walk, token: Token): Opening | null {
  if (walk.dayTries >= MOST_DAY_TRIES) return null;
  const found = readDuration(walk.reading.text, startOf(token), walk.reading.calendar);
  if (!found) return null;
  const next = indexFrom(walk, found.end);
  const before = walk.tokens[next - 1];
  const ended = before !== undefined && before.end + before.stop.length > found.end;
  if (!ended && !isBoundary(walk, next)) return null;
  walk.dayTries += 1;
  return dayOpening(startOf(token), found.end, found.reading);
}

function dayOpening(from: number, to: number, day: DayReading): Opening {
  return { kind: 'day', contentAt: from, contentEnd: to, day };
}

/** The tokens that could be a date: up to whatever begins another part. */
function dateSegment(walk: Walk, from: number): Token[] {
  const first = indexFrom(walk, from);
  const segment: Token[] = [];
  for (let index = first; index < first + LONGEST_DATE; index += 1) {
    const token = walk.tokens[index];
    if (!token || (index > first && (beginsPart(walk, index) || isBreak(token)))) break;
    segment.push(token);
    if (/[!?]/.test(token.stop)) break;
  }
  while (segment.at(-1)?.kind === 'comma') segment.pop();
  return segment;
}

function isBreak(token: Token): boolean {
  return token.kind !== 'word' && token.kind !== 'comma';
}

function longestDay(
  walk: Walk,
  segment: readonly Token[],
): { from: number; to: number; day: DayReading; whole: boolean } | null {
  const first = segment[0];
  if (!first) return null;
  for (let length = segment.length; length > 0; length -= 1) {
    const last = segment[length - 1];
    if (!last || walk.dayTries >= MOST_DAY_TRIES) return null;
    walk.dayTries += 1;
    const text =
      first.kind === 'quoted' ? first.text : walk.reading.text.slice(first.start, last.end);
    const day = readDay(text, walk.reading.calendar);
    if (day.kind === 'unreadable') continue;
    const next = indexFrom(walk, last.end);
    const whole = length === segment.length && isBoundary(walk, next);
    return { from: first.start, to: last.end, day, whole };
  }
  return null;
}
