import i18next, { type i18n } from 'i18next';
import { loadCatalogues } from './catalogues.ts';
import type { Texts } from './types.ts';

const FALLBACK = 'en';
/** English without a country is read all over the world: day before month. */
const FALLBACK_FORMATS = 'en-GB';

const catalogues = loadCatalogues();
const known = new Map<string, Texts>();

/** What each locale that was asked for comes to: taking one apart is much of what a short turn costs. */
const settled = new Map<string, Settled>();
const MOST_SETTLED = 500;

interface Settled {
  readonly language: string;
  readonly formats: string;
}

/**
 * The texts of the language of `locale` (BCP 47; anything else, and a language without a catalogue,
 * gives English). Days and lists are written as that locale does; moments are left to the reader's client.
 * A key or a parameter that is missing throws an Error, so that nobody is ever shown a key or a hole.
 */
export function textsFor(locale: string): Texts {
  const { language, formats } = settle(locale);
  const cached = known.get(formats);
  if (cached) return cached;
  const texts = makeTexts(language, formats);
  known.set(formats, texts);
  return texts;
}

/** Languages that have a catalogue. */
export function languages(): string[] {
  return [...catalogues.keys()];
}

function settle(locale: string): Settled {
  const before = settled.get(locale);
  if (before) return before;
  if (settled.size >= MOST_SETTLED) settled.clear();
  const found = readSettled(locale);
  settled.set(locale, found);
  return found;
}

function readSettled(locale: string): Settled {
  const parsed = parseLocale(locale);
  const language =
    parsed && [parsed.baseName, parsed.language].find((name) => catalogues.has(name));
  if (!parsed || !language) return { language: FALLBACK, formats: FALLBACK_FORMATS };
  return { language, formats: parsed.baseName === FALLBACK ? FALLBACK_FORMATS : parsed.baseName };
}

function parseLocale(locale: string): Intl.Locale | null {
  try {
    return new Intl.Locale(locale);
  } catch {
    return null;
  }
}

function makeTexts(language: string, formats: string): Texts {
  const days = new Intl.DateTimeFormat(formats, { dateStyle: 'long', timeZone: 'UTC' });
  const lists = new Intl.ListFormat(formats, { style: 'long', type: 'conjunction' });
  const day = (isoDay: string) => days.format(new Date(`${isoDay}T00:00:00Z`));
  const translations = makeTranslations(language, day);
  const plain = new Map<string, string>();
  const own = [language, FALLBACK].map((name) => catalogues.get(name) ?? {});
  const exists = (key: string) => own.some((texts) => Object.hasOwn(texts, key));

  return {
    locale: formats,
    t: (key, params) => {
      if (params) return translations.t(variantOf(exists, key, params), { ...params });
      const text = plain.get(key) ?? translations.t(key, {});
      plain.set(key, text);
      return text;
    },
    day,
    list: (items) => lists.format(items),
  };
}

/**
 * `errors.resource.dynamic_name` instead of `errors.resource.dynamic` where `name` is known: the same
 * cause is met with and without it. `errors.request.alreadyDecided_denied` where that is the `status`.
 */
function variantOf(
  exists: (key: string) => boolean,
  key: string,
  params: Record<string, string | number>,
): string {
  const { status } = params;
  const names = [...(typeof status === 'string' ? [status] : []), ...Object.keys(params)];
  const known = names.find((name) => exists(`${key}_${name}`));
  return known ? `${key}_${known}` : key;
}

/** Keys are whole (`errors.guest.blocked`), so that i18next's own separators are off. `{{x, day}}` writes a day. */
function makeTranslations(language: string, day: (isoDay: string) => string): i18n {
  const translations = i18next.createInstance();
  void translations.init({
    lng: language,
    fallbackLng: FALLBACK,
    resources: Object.fromEntries(
      [...catalogues].map(([name, texts]) => [name, { translation: texts }]),
    ),
    initAsync: false,
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false, skipOnVariables: true },
    parseMissingKeyHandler: (key) => {
      throw new Error(`There is no text ${key}`);
    },
    missingInterpolationHandler: (text, value) => {
      throw new Error(`${String(value[1]).trim()} is missing for the text: ${text}`);
    },
  });
  translations.services.formatter?.add('day', (value) => day(String(value)));
  return translations;
}
