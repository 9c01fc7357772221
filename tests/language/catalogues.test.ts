import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import { type Catalogue, loadCatalogues } from '../../src/language/catalogues.ts';
import { keysInSource } from './keys-in-source.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const catalogues = loadCatalogues();
const english = catalogues.get('en') ?? {};
const source = keysInSource(root);

/** Looked up by the code of a problem or a decision, so that no source names the whole key. */
const DYNAMIC = ['errors.', 'nextSteps.'];

/** Codes that policy/ puts together. */
const MADE_OF_PARTS = new Set([
  'policy.nobodyCanDecideDirectory',
  'policy.onlyYouCouldDecideDirectory',
]);

/** Without what a plural form or a known parameter adds. */
function baseOf(key: string): string {
  return key.replace(/_[a-zA-Z]+$/, '');
}

function basesOf(catalogue: Catalogue): Set<string> {
  return new Set(Object.keys(catalogue).map(baseOf));
}

test('each text that the source asks for exists', () => {
  const known = basesOf(english);
  const missing = [...source.asked].filter(([key]) => key.includes('.') && !known.has(key));
  expect(missing).toEqual([]);
});

test('each prefix of keys made at run time is the prefix of a text', () => {
  const keys = Object.keys(english);
  const dead = [...source.prefixes].filter((prefix) => !keys.some((key) => key.startsWith(prefix)));
  expect(dead).toEqual([]);
});

test('no text is unused', () => {
  const prefixes = [...DYNAMIC, ...source.prefixes];
  const unused = [...basesOf(english)].filter(
    (key) =>
      !source.asked.has(key) &&
      !source.literals.has(key) &&
      !prefixes.some((prefix) => key.startsWith(prefix)),
  );
  expect(unused).toEqual([]);
});

test('each problem has a cause and a next step', () => {
  const of = (namespace: string) =>
    [...basesOf(english)]
      .filter((key) => key.startsWith(namespace))
      .map((key) => key.slice(namespace.length))
      .sort();
  expect(of('nextSteps.')).toEqual(of('errors.'));
});

test('each text for a problem is for one that somebody names', () => {
  const codes = [...basesOf(english)]
    .filter((key) => key.startsWith('errors.'))
    .map((key) => key.slice('errors.'.length));
  const dead = codes.filter((code) => !source.literals.has(code) && !MADE_OF_PARTS.has(code));
  expect(dead).toEqual([]);
});

test('each problem that the source names has its texts, and gives what they say', () => {
  const wrong = source.problems.flatMap(({ code, params, file }) =>
    ['errors', 'nextSteps'].flatMap((namespace) => {
      const key = `${namespace}.${code}`;
      const variant = params?.map((name) => `${key}_${name}`).find((name) => name in english);
      const text = english[variant ?? key];
      if (text === undefined) return [`${file}: ${key} is missing`];
      const missing = placeholders(text).filter((name) => params && !params.includes(name));
      return missing.map((name) => `${file}: ${key} needs ${name}`);
    }),
  );
  expect(wrong).toEqual([]);
});

test('each text for a problem is one or more whole sentences', () => {
  const loose = Object.entries(english)
    .filter(([key]) => key.startsWith('errors.') || key.startsWith('nextSteps.'))
    .filter(([, text]) => !/^(\p{Lu}|\{\{|“).*[.!?]$/u.test(text));
  expect(loose).toEqual([]);
});

test('every language has the texts of English, with the same parameters', () => {
  for (const [language, catalogue] of catalogues) {
    expect([language, [...basesOf(catalogue)].sort()]).toEqual([
      language,
      [...basesOf(english)].sort(),
    ]);
    for (const [key, text] of Object.entries(catalogue)) {
      const counterpart = english[key] ?? english[`${baseOf(key)}_other`] ?? '';
      expect([key, placeholders(text)]).toEqual([key, placeholders(counterpart)]);
    }
  }
});

test('a folder is all that a new language takes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'texts-'));
  try {
    mkdirSync(join(folder, 'fy'));
    writeFileSync(join(folder, 'fy', 'errors.json'), '{"guest":{"blocked":"Nee."},"a.b":"Ja."}');
    const loaded = loadCatalogues(pathToFileURL(`${folder}/`));
    expect(loaded.get('fy')).toEqual({ 'errors.guest.blocked': 'Nee.', 'errors.a.b': 'Ja.' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('two texts for one key, and what is no text, are refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'texts-'));
  try {
    mkdirSync(join(folder, 'fy'));
    const file = join(folder, 'fy', 'errors.json');
    writeFileSync(file, '{"a":{"b":"Ja."},"a.b":"Nee."}');
    expect(() => loadCatalogues(pathToFileURL(`${folder}/`))).toThrow('two texts for errors.a.b');
    writeFileSync(file, '{"a":1}');
    expect(() => loadCatalogues(pathToFileURL(`${folder}/`))).toThrow();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name = '']) => name).sort();
}
