import * as chrono from 'chrono-node';
import { DateTime } from 'luxon';
import { type Calendar, comparedToToday, type DayReading, today } from './calendar.ts';

type Parse = typeof chrono.en.GB.parse;

/** Languages whose relative dates chrono knows. Ours: everything that names a day by number. */
const parsers: Readonly<Record<string, Parse>> = {
  en: (...input) => chrono.en.GB.parse(...input),
};

/** `tomorrow`, `next Friday`, `in two weeks`. Null where the text is anything else, even in part. */
export function readRelativeDay(text: string, calendar: Calendar): DayReading | null {
  const parse = parsers[calendar.words.language];
  if (!parse) return null;
  const noon = { instant: today(calendar).plus({ hours: 12 }).toJSDate(), timezone: 0 };
  const [result, more] = parse(text, noon, { forwardDate: !isPast(text, calendar) });
  if (!result || more || result.end || result.index > 0 || result.text.length < text.length) {
    return null;
  }
  const { start } = result;
  if (!start.isCertain('day') && !start.isCertain('weekday')) return null;
  const { year, month, day } = {
    year: start.get('year'),
    month: start.get('month'),
    day: start.get('day'),
  };
  if (year === null || month === null || day === null) return null;
  return comparedToToday(calendar, DateTime.utc(year, month, day));
}

function isPast(text: string, calendar: Calendar): boolean {
  const words = text.toLowerCase().split(' ');
  return words.some((word) => calendar.words.dates.past.includes(word));
}
