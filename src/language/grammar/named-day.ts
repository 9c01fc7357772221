import { DateTime } from 'luxon';
import {
  type Calendar,
  comparedToToday,
  type DayReading,
  either,
  readYear,
  today,
  UNREADABLE,
  withYear,
} from './calendar.ts';
import { monthNames } from './month-names.ts';
import { anyOf } from './phrases.ts';

/** `31 March`, `the 31st of March 2027`, `Friday, March 31`, `March 2027`, `2027`. */
export function readNamedMonth(text: string, calendar: Calendar): DayReading | null {
  const { names, number, weekdays } = monthNames(calendar.words.language);
  const { ordinals, of, before } = calendar.words.dates;
  const ordinal = `(?:${ordinals.length > 0 ? ordinals.join('|') : '(?!)'})?\\.?`;
  const lead = `(?:(?:${weekdays})\\.?,?\\s+(?:${anyOf(before)}\\s+)?)?`;
  const year = "(?:,?\\s*(\\d{4})|,?\\s+'?(\\d{2}))?";
  const dayMonth = new RegExp(
    `^${lead}(\\d{1,2})${ordinal}\\s*(?:${anyOf(of)}\\s+)?(${names})\\.?${year}$`,
    'iu',
  ).exec(text);
  if (dayMonth) {
    const month = number(dayMonth[2] ?? '');
    const given = readYear(dayMonth[3] ?? dayMonth[4]);
    return withYear(calendar, given, month, Number(dayMonth[1])) ?? UNREADABLE;
  }
  const monthDay = new RegExp(
    `^${lead}(${names})\\.?\\s+(?:${anyOf(before)}\\s+)?(\\d{1,2})${ordinal}${year}$`,
    'iu',
  ).exec(text);
  if (monthDay) {
    const month = number(monthDay[1] ?? '');
    const given = readYear(monthDay[3] ?? monthDay[4]);
    return withYear(calendar, given, month, Number(monthDay[2])) ?? UNREADABLE;
  }
  const month = new RegExp(`^(${names})\\.?(?:\\s+(\\d{4}))?$`, 'iu').exec(text);
  if (month) return wholeMonth(calendar, number(month[1] ?? ''), readYear(month[2]));
  return /^\d{4}$/.test(text) ? wholeYear(calendar, Number(text)) : null;
}

/** `end of March`, `the end of the year`, `end of Q2`. */
export function readEnd(text: string, calendar: Calendar): DayReading | null {
  const { endOf, periods, nextPeriods } = calendar.words.dates;
  const match = new RegExp(`^${anyOf(endOf)}\\s+(.+)$`, 'iu').exec(text);
  const what = match?.[1]?.toLowerCase();
  if (!what) return null;
  const period = periods[what];
  if (period) return comparedToToday(calendar, today(calendar).endOf(period));
  const next = nextPeriods[what];
  if (next)
    return comparedToToday(
      calendar,
      today(calendar)
        .plus({ [next]: 1 })
        .endOf(next),
    );
  const quarter = /^q([1-4])(?:\s+(\d{4}))?$/.exec(what);
  if (quarter) return endOfQuarter(calendar, Number(quarter[1]), readYear(quarter[2]));
  const whole = readNamedMonth(what, calendar);
  return whole?.kind === 'unclear' ? { kind: 'day', day: whole.second } : whole;
}

function endOfQuarter(calendar: Calendar, quarter: number, year: number | null): DayReading {
  const month = quarter * 3;
  const thisYear = Number(calendar.today.slice(0, 4));
  const end = DateTime.utc(year ?? thisYear, month).endOf('month');
  const passed = year === null && comparedToToday(calendar, end).kind === 'past';
  return comparedToToday(calendar, passed ? end.plus({ year: 1 }).endOf('month') : end);
}

/** `until March` may mean up to its first day or its last. */
function wholeMonth(calendar: Calendar, month: number, year: number | null): DayReading {
  const thisYear = Number(calendar.today.slice(0, 4));
  const passed = year === null && month < Number(calendar.today.slice(5, 7));
  const start = DateTime.utc(year ?? (passed ? thisYear + 1 : thisYear), month);
  return either(comparedToToday(calendar, start), comparedToToday(calendar, start.endOf('month')));
}

function wholeYear(calendar: Calendar, year: number): DayReading {
  const start = DateTime.utc(year);
  return either(comparedToToday(calendar, start), comparedToToday(calendar, start.endOf('year')));
}
