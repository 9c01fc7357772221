import { AppError } from '../errors.ts';

/** Characters people may write where a card or a mail quotes them. */
export const TEXT_LIMITS = { name: 100, comment: 500, reason: 500, message: 2000 } as const;

/** Controls other than tab and line ends: PostgreSQL refuses one of them, nobody can read the others. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/**
 * People's text as it can be kept: trimmed, without controls; null where nothing is left.
 *
 * @throws AppError `request.textTooLong` `{max}`
 */
export function readText(value: unknown, max: number): string | null {
  if (typeof value !== 'string') return null;
  const text = value.replace(CONTROLS, '').toWellFormed().trim();
  if (text.length > max) throw new AppError('request.textTooLong', { max });
  return text === '' ? null : text;
}

/**
 * The last day of access as a form gives it, `YYYY-MM-DD`; null where none is given.
 *
 * @throws AppError `request.untilUnclear`; `request.untilPast` for a day that is over everywhere
 */
export function readUntil(value: unknown, now: Date): string | null {
  const text = readText(value, 40);
  if (text === null) return null;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new AppError('request.untilUnclear');
  const day = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(text)) {
    throw new AppError('request.untilUnclear');
  }
  // The last place on earth where this day goes on is twelve hours behind UTC.
  const over = day.getTime() + 36 * 3_600_000;
  if (over <= now.getTime()) throw new AppError('request.untilPast', { day: text });
  return text;
}
