import i18next from 'i18next';
import sandbox from '../../language/texts/en/sandbox.json' with { type: 'json' };

/** Days and moments as English without a country is read all over the world. */
const FORMATS = 'en-GB';

const translations = i18next.createInstance();
void translations.init({
  lng: 'en',
  resources: { en: { translation: sandbox } },
  initAsync: false,
  interpolation: { escapeValue: false, skipOnVariables: true },
  parseMissingKeyHandler: (key) => {
    throw new Error(`There is no text sandbox.${key}`);
  },
});

/** The text under `key` of the catalogue `sandbox`. A missing key throws. */
export function t(key: string, params: Record<string, string | number> = {}): string {
  return translations.t(key, { ...params });
}

const times = new Intl.DateTimeFormat(FORMATS, { hour: '2-digit', minute: '2-digit' });
const seconds = new Intl.DateTimeFormat(FORMATS, { timeStyle: 'medium' });
const days = new Intl.DateTimeFormat(FORMATS, { weekday: 'long', day: 'numeric', month: 'long' });
const moments = new Intl.DateTimeFormat(FORMATS, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});
const lists = new Intl.ListFormat(FORMATS, { style: 'long', type: 'conjunction' });

/** `14:05`, in the browser's zone. */
export const timeOf = (iso: string) => times.format(new Date(iso));
/** `14:05:09`. */
export const secondOf = (iso: string) => seconds.format(new Date(iso));
/** `Saturday 21 November`. */
export const dayOf = (iso: string) => days.format(new Date(iso));
/** `Sat, 21 Nov 2026, 14:05`. */
export const momentOf = (iso: string) => moments.format(new Date(iso));
/** `a, b and c`. */
export const listOf = (items: readonly string[]) => lists.format(items);
