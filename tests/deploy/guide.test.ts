import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { loadCatalogues } from '../../src/language/catalogues.ts';
import { settings } from '../../src/settings.ts';

const GUIDE = 'docs/install.md';
const guide = readFileSync(GUIDE, 'utf8');

test('every message that the guide explains is one that people are told', () => {
  const told = Object.values(loadCatalogues().get('en') ?? {}).map((text) =>
    text.replace(/\{\{\w+\}\}/g, '…'),
  );
  const explained = [...guide.matchAll(/^\| (?!it says|---)(.+?) \| .+ \|$/gm)].map(
    ([, said]) => said,
  );
  expect(explained.length).toBeGreaterThan(10);
  expect(explained.filter((said) => !told.includes(said ?? ''))).toEqual([]);
});

test('every file that it links to is there', () => {
  const linked = [...guide.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, file = '']) => file);
  expect(linked.length).toBeGreaterThan(5);
  expect(linked.filter((file) => !existsSync(join(dirname(GUIDE), file)))).toEqual([]);
});

test('every place of its own that it links to is there', () => {
  const anchors = [...guide.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );
  const linked = [...guide.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor);
  expect(linked.filter((anchor) => !anchors.includes(anchor))).toEqual([]);
});

test('every setting, file and script that it names exists', () => {
  const named = [...guide.matchAll(/`([A-Z]+_[A-Z_]+)(?:=[^`]*)?`/g)].map(([, name = '']) => name);
  const ofAzure = [
    'REGISTRY_NAME',
    'BOT_PRINCIPAL_ID',
    'SECRET_DATABASE_PASSWORD',
    'SECRET_LINK_KEY',
  ];
  const known: readonly string[] = [...settings.map(({ name }) => name), 'ENV_FILE', ...ofAzure];
  expect(named.filter((name) => !known.includes(name))).toEqual([]);
  const files = [...guide.matchAll(/(?:infra|env)\/[\w.]+\w/g)].map(([file]) => file);
  expect(files.filter((file) => !existsSync(file) && !file.endsWith('.user'))).toEqual([]);
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync('package.json', 'utf8')));
  for (const [, script = ''] of guide.matchAll(/npm run ([\w:]+)/g))
    expect(scripts).toHaveProperty([script]);
});
