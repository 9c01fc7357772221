export interface MonthNames {
  /** Patterns of alternatives, longest first. */
  readonly names: string;
  readonly weekdays: string;
  readonly number: (name: string) => number;
}

const namesByLanguage = new Map<string, MonthNames>();

/** Names of months and weekdays in one language, as patterns. */
export function monthNames(language: string): MonthNames {
  const known = namesByLanguage.get(language);
  if (known) return known;
  const months = named(language, 'month', 12, (index) => new Date(Date.UTC(2024, index, 15)));
  const weekdays = named(language, 'weekday', 7, (index) => new Date(Date.UTC(2024, 0, 7 + index)));
  const names: MonthNames = {
    names: alternatives(months),
    weekdays: alternatives(weekdays),
    number: (name) => (months.get(name.toLowerCase().replace(/\.$/, '')) ?? 0) + 1,
  };
  namesByLanguage.set(language, names);
  return names;
}

/** Long and short names, with and without accents, and their place in the year or week. */
function named(
  language: string,
  field: 'month' | 'weekday',
  count: number,
  dateOf: (index: number) => Date,
): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  for (let index = 0; index < count; index += 1) {
    for (const style of ['long', 'short'] as const) {
      const format = new Intl.DateTimeFormat(language, { [field]: style, timeZone: 'UTC' });
      const name = format.format(dateOf(index)).toLowerCase().replace(/\.$/, '');
      names.set(name, index);
      names.set(name.normalize('NFD').replace(/\p{M}/gu, ''), index);
    }
  }
  if (language === 'en' && field === 'month') names.set('sept', 8);
  return names;
}

function alternatives(names: ReadonlyMap<string, number>): string {
  return [...names.keys()].sort((a, b) => b.length - a.length).join('|');
}
