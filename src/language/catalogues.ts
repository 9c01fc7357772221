import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { z } from 'zod';

/** All texts of one language, by full key: `errors.guest.plusAddress`. */
export type Catalogue = Readonly<Record<string, string>>;

/** Beside this file, in the sources as in the build. */
const FOLDER = new URL('./texts/', import.meta.url);

type Branch = { readonly [key: string]: string | Branch };
const branch: z.ZodType<Branch> = z.record(z.string(), z.union([z.string(), z.lazy(() => branch)]));

/**
 * Reads every language there is: `texts/<language>/<namespace>.json`, whose keys may be nested or
 * dotted. A folder is all that a new language takes. Throws where a file is not a catalogue or where
 * two entries have the same key.
 */
export function loadCatalogues(folder: URL = FOLDER): ReadonlyMap<string, Catalogue> {
  const languages = readdirSync(folder, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  return new Map(
    languages.map(({ name }) => [name, loadLanguage(new URL(`${name}/`, folder))] as const),
  );
}

function loadLanguage(folder: URL): Catalogue {
  const texts: Record<string, string> = {};
  const files = readdirSync(folder).filter((name) => extname(name) === '.json');
  for (const file of files.sort()) {
    const url = new URL(file, folder);
    const content = branch.parse(JSON.parse(readFileSync(url, 'utf8')));
    for (const [key, text] of leaves(basename(file, '.json'), content)) {
      if (Object.hasOwn(texts, key)) throw new Error(`${url.pathname} has two texts for ${key}`);
      texts[key] = text;
    }
  }
  return texts;
}

function leaves(prefix: string, content: Branch): [string, string][] {
  return Object.entries(content).flatMap(([name, value]) => {
    const key = `${prefix}.${name}`;
    return typeof value === 'string' ? [[key, value]] : leaves(key, value);
  });
}
