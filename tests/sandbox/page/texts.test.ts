import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { loadCatalogues } from '../../../src/language/catalogues.ts';

const page = fileURLToPath(new URL('../../../src/sandbox/page/', import.meta.url));

function sources(): string {
  const files = readdirSync(page, { recursive: true, encoding: 'utf8' });
  const code = files.filter((name) => /\.tsx?$/.test(name));
  return code.map((name) => readFileSync(`${page}${name}`, 'utf8')).join('\n');
}

function sandboxKeys(): string[] {
  const texts = Object.keys(loadCatalogues().get('en') ?? {});
  return texts.flatMap((key) => key.match(/^sandbox\.(.+?)(?:_(?:one|other))?$/)?.[1] ?? []);
}

test('every text that the page names is in the catalogue', () => {
  const known = new Set(sandboxKeys());
  const spaces = new Set([...known].map((key) => key.split('.')[0]));
  const named = [...sources().matchAll(/'([a-z]+(?:\.\w+)+)'/gi)]
    .map(([, key]) => key ?? '')
    .filter((key) => spaces.has(key.split('.')[0]) && !/\.tsx?$/.test(key));

  expect(named.filter((key) => !known.has(key) && key !== 'sandbox.theme')).toEqual([]);
  expect(named.length).toBeGreaterThan(40);
});

test('every text of the catalogue is named by the page', () => {
  const code = sources();
  const unnamed = sandboxKeys().filter((key) => {
    const stem = key.slice(0, key.lastIndexOf('.'));
    return !code.includes(`'${key}'`) && !code.includes(`\`${stem}.\${`);
  });

  expect(unnamed).toEqual([]);
});
