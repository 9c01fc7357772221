import {
  type Calendar,
  type DayReading,
  either,
  readYear,
  settled,
  UNREADABLE,
  withYear,
} from './calendar.ts';
import { readEnd, readNamedMonth } from './named-day.ts';
import { anyOf } from './phrases.ts';
import { readRelativeDay } from './relative-day.ts';

/** Longer texts are no dates; it also bounds the work of the patterns. */
const LONGEST = 60;
/**
 * Reads a whole text as one day. Text that is a date in part is `unreadable`; a day with two
 * readings, such as `03/04/2027`, is `unclear`, never guessed.
 */
export function readDay(text: string, calendar: Calendar): DayReading {
  if (text.length > LONGEST) return UNREADABLE;
  const trimmed = text.replace(/\s+/g, ' ').replace(/^[\s:,-]+|[\s.,!?)]+$/g, '');
  const before = new RegExp(`^${anyOf(calendar.words.dates.before)}\\s+`, 'iu');
  const date = trimmed.replace(before, '');
  return (
    readIso(date, calendar) ??
    readNumbers(date, calendar) ??
    readNamedMonth(date, calendar) ??
    readEnd(date, calendar) ??
    readRelativeDay(trimmed, calendar) ??
    UNREADABLE
  );
}

function readIso(text: string, calendar: Calendar): DayReading | null {
  const match = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(text);
  if (!match) return null;
  return settled(calendar, Number(match[1]), Number(match[3]), Number(match[4])) ?? UNREADABLE;
}

/** `31/3/2027`, `3/31/27`, `31.3.`: day or month first, unless only one of them can be. */
function readNumbers(text: string, calendar: Calendar): DayReading | null {
  const match = /^(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{4}|\d{2})?)?$/.exec(text);
  if (!match) return null;
  const [one, two] = [Number(match[1]), Number(match[3])];
  const year = readYear(match[4]);
  const dayFirst = withYear(calendar, year, two, one);
  const monthFirst = withYear(calendar, year, one, two);
  // A full stop between the numbers is only ever written day first.
  if (match[2] === '.') return dayFirst ?? UNREADABLE;
  if (!dayFirst || !monthFirst) return dayFirst ?? monthFirst ?? UNREADABLE;
  return isAmerican(calendar.locale) ? either(monthFirst, dayFirst) : either(dayFirst, monthFirst);
}

function isAmerican(locale: string): boolean {
  return /^en([-_]us)?$/i.test(locale) && locale.length > 2;
}
