import type { Words } from '../words/types.ts';
import {
  type Calendar,
  comparedToToday,
  type DayReading,
  NO_TIME,
  TOO_FAR,
  today,
} from './calendar.ts';
import { anyOf } from './phrases.ts';

/** A length of time that begins at some place of a sentence, and where it ends. */
export interface Duration {
  readonly end: number;
  readonly reading: DayReading;
}

type Unit = 'days' | 'weeks' | 'months' | 'years';
const UNITS: readonly Unit[] = ['days', 'weeks', 'months', 'years'];

/** Nobody plans a guest's access further ahead; a longer one is a slip of the fingers. */
export const LONGEST_YEARS = 5;

const patterns = new Map<string, RegExp>();

/** Reads `for 30 days`, `for the next three months`, at exactly this place; counts from today. */
export function readDuration(text: string, at: number, calendar: Calendar): Duration | null {
  const pattern = durationPattern(calendar.words);
  pattern.lastIndex = at;
  const groups = pattern.exec(text)?.groups;
  if (!groups) return null;
  const end = pattern.lastIndex;
  const { numbers, spans } = calendar.words.dates;
  const months = spans[unblanked(groups.span)];
  if (months !== undefined) return { end, reading: fromToday(calendar, 'months', months) };
  const unit = UNITS.find((name) => groups[name] !== undefined);
  const amount = groups.digits ? Number(groups.digits) : numbers[unblanked(groups.number)];
  if (!unit || amount === undefined) return null;
  return { end, reading: fromToday(calendar, unit, amount) };
}

/** Whether a length of time begins at exactly this place. */
export function beginsDuration(text: string, at: number, words: Words): boolean {
  const pattern = durationPattern(words);
  pattern.lastIndex = at;
  return pattern.test(text);
}

function fromToday(calendar: Calendar, unit: Unit, amount: number): DayReading {
  if (amount === 0) return NO_TIME;
  const from = today(calendar);
  const day = from.plus({ [unit]: amount });
  // Beyond the calendar's end a date is not valid any more, and no number is too long for that.
  if (!day.isValid || day > from.plus({ years: LONGEST_YEARS })) return TOO_FAR;
  return comparedToToday(calendar, day);
}

function unblanked(phrase: string | undefined): string {
  return (phrase ?? '').toLowerCase().replace(/\s+/g, ' ');
}

function durationPattern(words: Words): RegExp {
  const known = patterns.get(words.language);
  if (known) return known;
  const { next, numbers, units, spans, after } = words.dates;
  const number = `(?:(?<digits>\\d{1,20})[\\s-]*|(?<number>${anyOf(Object.keys(numbers))})[\\s-]+)`;
  const unit = UNITS.map((name) => `(?<${name}>${anyOf(units[name])})`).join('|');
  const pattern = new RegExp(
    `${anyOf(words.for)}\\s+(?:${anyOf(next)}\\s+)?` +
      `(?:(?<span>${anyOf(Object.keys(spans))})|${number}(?:${unit}))(?:\\s+${anyOf(after)})?`,
    'iuy',
  );
  patterns.set(words.language, pattern);
  return pattern;
}
