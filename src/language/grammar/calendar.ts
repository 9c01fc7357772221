import { DateTime } from 'luxon';
import type { Words } from '../words/types.ts';

/** Where a date is read: `today` is `YYYY-MM-DD` in the requester's calendar. */
export interface Calendar {
  readonly today: string;
  /** BCP 47; decides which reading of an unclear date is named first. */
  readonly locale: string;
  readonly words: Words;
}

/** What a text says of a day; days are `YYYY-MM-DD`. */
export type DayReading =
  | { readonly kind: 'day' | 'past'; readonly day: string }
  | { readonly kind: 'unclear'; readonly first: string; readonly second: string }
  | { readonly kind: 'unreadable' | 'noTime' | 'tooFar' };

export const UNREADABLE: DayReading = { kind: 'unreadable' };
/** A length of time that is none: `for 0 days`. */
export const NO_TIME: DayReading = { kind: 'noTime' };
/** A length of time that is longer than anybody plans. */
export const TOO_FAR: DayReading = { kind: 'tooFar' };

/** A day without a year that has passed this lately is more likely meant than its next one. */
const LATELY_DAYS = 90;

/** A day that is settled: still to come, or past. Null where the calendar has no such day. */
export function settled(
  calendar: Calendar,
  year: number,
  month: number,
  day: number,
): DayReading | null {
  const date = DateTime.utc(year, month, day);
  return date.isValid ? comparedToToday(calendar, date) : null;
}

/** `past` before today, else `day`: today can still be the last day. */
export function comparedToToday(calendar: Calendar, date: DateTime): DayReading {
  const day = date.toISODate();
  if (day === null || date.year > 9999) return UNREADABLE;
  return { kind: day < calendar.today ? 'past' : 'day', day };
}

/** A day of a year; without one, the next such day, unless it has only just passed. */
export function withYear(
  calendar: Calendar,
  year: number | null,
  month: number,
  day: number,
): DayReading | null {
  if (year !== null) return settled(calendar, year, month, day);
  const thisYear = Number(calendar.today.slice(0, 4));
  for (const candidate of [thisYear - 1, thisYear, thisYear + 1]) {
    const date = DateTime.utc(candidate, month, day);
    if (!date.isValid) continue;
    const daysAgo = today(calendar).diff(date, 'days').days;
    if (daysAgo <= LATELY_DAYS) return comparedToToday(calendar, date);
  }
  return null;
}

/** Two readings of one text. Where both are past, or the same, there is nothing to ask. */
export function either(first: DayReading, second: DayReading): DayReading {
  if (!('day' in first) || !('day' in second) || first.day === second.day) return first;
  if (first.kind === 'past' && second.kind === 'past') return first;
  return { kind: 'unclear', first: first.day, second: second.day };
}

/** `27` and `2027`; null where no year was written. */
export function readYear(digits: string | undefined): number | null {
  if (!digits) return null;
  return digits.length === 2 ? 2000 + Number(digits) : Number(digits);
}

/** Today as a date, to reckon with. */
export function today(calendar: Calendar): DateTime {
  return DateTime.fromISO(calendar.today, { zone: 'utc' });
}
