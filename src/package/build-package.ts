import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import type { PackageConfig } from '../package-config.ts';
import { ourColorIcon, ourOutlineIcon, ownColorIcon, ownOutlineIcon } from './icons.ts';
import { fill, manifestValues } from './manifest.ts';

/** The texts of the package: the manifest, and a file for each language of it. */
const TEXTS = ['manifest.json', 'en.json', 'fr.json', 'nl.json', 'da.json'];

/**
 * The app package as Teams takes it in: a zip with everything at its top. The same input gives the same bytes.
 *
 * @param folder `appPackage/`, with the manifest, its localisation files and the icons' sources
 * @throws AppError `package.iconUnreadable`, `package.outlineSolid`
 */
export async function buildPackage(
  config: PackageConfig,
  version: string,
  folder: string,
): Promise<Buffer> {
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const values = manifestValues(config, version);
  const texts = TEXTS.map((name) => [name, Buffer.from(fill(read(name), values))] as const);
  const color = config.icon
    ? await ownColorIcon(config.icon, config.brand.color)
    : await ourColorIcon(read('color.svg'), config.brand.color);
  const outline = config.outlineIcon
    ? await ownOutlineIcon(config.outlineIcon)
    : await ourOutlineIcon(read('outline.svg'));
  return zip([...texts, ['color.png', color], ['outline.png', outline]]);
}

function zip(files: readonly (readonly [string, Uint8Array])[]): Buffer {
  // A zip's times are local ones: this is the same moment on every clock.
  const mtime = new Date(1980, 0, 1);
  return Buffer.from(zipSync(Object.fromEntries(files), { mtime, level: 9 }));
}
