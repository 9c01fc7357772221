import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { type Permission, permissions } from '../../src/graph/permissions.ts';
import { permissionTexts } from '../../src/language/permission-texts.ts';
import { textsFor } from '../../src/language/texts.ts';
import { settings } from '../../src/settings.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const table: readonly Permission[] = permissions;

/** A row of the document, as it must stand there. */
function rowOf({ name, givenIn, needed, privilege }: Permission): string {
  const { what, without } = permissionTexts(textsFor('en'), name);
  const when = typeof needed === 'string' ? needed : `\`${needed.setting}=${needed.value}\``;
  const where = givenIn === 'entra' ? 'Entra' : 'Exchange';
  return `| \`${name}\` | ${where} | ${when} | ${privilege} | ${what} | ${without} |`;
}

test('the document has a row for each permission, says the same, and has no other', () => {
  const document = readFileSync(join(root, 'docs/permissions.md'), 'utf8');
  const rows = document.split('\n').filter((line) => /^\| `[A-Z]\w+\./.test(line));
  expect(rows).toEqual(table.map(rowOf));
});

test('each setting that opens a permission is one of ours', () => {
  const known = settings.map(({ name }) => name as string);
  const named = table.flatMap(({ needed }) => (typeof needed === 'string' ? [] : needed.setting));
  expect(named).toEqual(['DIRECT_APP_ROLES']);
  expect(known).toEqual(expect.arrayContaining(named));
});

test('what the calls say they need is what the table has, and nothing else', () => {
  const folder = join(root, 'src/graph');
  const named = readdirSync(folder)
    .filter((file) => file !== 'permissions.ts')
    .flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      return [...text.matchAll(/\bpermission: '([^']+)'|PERMISSION = '([^']+)'/gi)];
    })
    .map(([, inCall, constant]) => inCall ?? constant);
  const names = table.map(({ name }) => name);
  expect([...new Set(named)].sort()).toEqual([...names].sort());
});
