import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import sharp from 'sharp';
import { opened, pixelsOf } from './support/opened-package.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'guestlist-icons-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, content: string | Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

test('the large icon is 192 by 192 and solid', async () => {
  const { width, height, all } = await pixelsOf((await opened()).file('color.png'));
  expect([width, height]).toEqual([192, 192]);
  expect(all.every(([, , , opacity]) => opacity === 255)).toBe(true);
});

test('the small icon is 32 by 32, white on nothing', async () => {
  const { width, height, all } = await pixelsOf((await opened()).file('outline.png'));
  expect([width, height]).toEqual([32, 32]);
  const seen = all.filter(([, , , opacity]) => opacity !== 0);
  expect(seen.length).toBeGreaterThan(50);
  expect(all.length - seen.length).toBeGreaterThan(50);
  expect(seen.every(([red, green, blue]) => red === 255 && green === 255 && blue === 255)).toBe(
    true,
  );
});

test.each(['color', 'outline'])(
  'the picture beside the source of %s is drawn from it',
  async (name) => {
    const drawn = await pixelsOf((await opened()).file(`${name}.png`));
    expect(await pixelsOf(readFileSync(`appPackage/${name}.png`))).toEqual(drawn);
  },
);

test('our icon takes the brand’s colour', async () => {
  const { all } = await pixelsOf((await opened({ BRAND_COLOR: '#aa3300' })).file('color.png'));
  expect(all[0]).toEqual([0xaa, 0x33, 0x00, 255]);
});

test('a logo that is wider than high stands whole on the brand’s colour', async () => {
  const logo = sharp({ create: { width: 400, height: 100, channels: 3, background: '#00ff00' } });
  const APP_ICON = written('logo.png', await logo.png().toBuffer());
  const { file } = await opened({ APP_ICON, BRAND_COLOR: '#aa3300' });
  const { width, height, all } = await pixelsOf(file('color.png'));
  expect([width, height]).toEqual([192, 192]);
  expect(all[0]).toEqual([0xaa, 0x33, 0x00, 255]);
  expect(all[96 * 192 + 96]).toEqual([0, 255, 0, 255]);
});

test('an outline of one’s own turns white', async () => {
  const circle =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3" fill="red"/></svg>';
  const { file } = await opened({ APP_ICON_OUTLINE: written('circle.svg', circle) });
  const { all } = await pixelsOf(file('outline.png'));
  expect(all[0]?.[3]).toBe(0);
  expect(all[14 * 32 + 14]).toEqual([255, 255, 255, 255]);
});

test.each([
  ['APP_ICON', 'is not there', () => join(folder, 'none.png'), 'package.iconUnreadable'],
  ['APP_ICON', 'is no picture', () => written('words.png', 'words'), 'package.iconUnreadable'],
  [
    'APP_ICON_OUTLINE',
    'is no picture',
    () => written('words.png', 'words'),
    'package.iconUnreadable',
  ],
  [
    'APP_ICON_OUTLINE',
    'has no transparent ground',
    () => 'appPackage/color.png',
    'package.outlineSolid',
  ],
])('a file of %s that %s is refused by name', async (name, _, file, code) => {
  await expect(opened({ [name]: file() })).rejects.toMatchObject({ code });
});
