import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, cp, mkdir, mkdtemp, open, readdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Files synced at a time. */
const LANES = 8;

/** A freshly initialised PGlite folder, shared by every data folder of this checkout. `npm ci` makes it. */
export function templateFolder(): string {
  const main = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const packageFolder = dirname(dirname(main));
  const modules = dirname(dirname(packageFolder));
  return join(modules, '.cache', 'guestlist', 'pglite-template');
}

/**
 * Initialises an empty database in another process: it takes seconds without a pause and 600 MB for a
 * moment. Appears whole or not at all; when two do it at once, the first stays.
 */
export async function makeTemplate(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const draft = await mkdtemp(join(dirname(folder), `${basename(folder)}-`));
  try {
    await initialise(join(draft, 'db'));
    await rename(join(draft, 'db'), folder).catch(async (error: unknown) => {
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Lays a fresh database into `folder` (which must not exist), synced to disk, whole or not at all. */
export async function layFreshDatabase(folder: string): Promise<void> {
  const draft = `${folder}.new`;
  await rm(draft, { recursive: true, force: true });
  const template = templateFolder();
  if (!(await exists(template))) await makeTemplate(template).catch(() => undefined);
  // A node_modules that cannot be written to has no template: then each data folder is initialised on its own.
  if (await exists(template))
    await cp(template, draft, { recursive: true, mode: constants.COPYFILE_FICLONE });
  else await initialise(draft);
  await syncTree(draft);
  await rename(draft, folder);
  await syncOne(dirname(folder));
}

async function initialise(folder: string): Promise<void> {
  const here = fileURLToPath(import.meta.url);
  const script = join(dirname(here), `initialise${extname(here)}`);
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`The database could not be initialised: ${complaint}`);
}

async function syncTree(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const waiting = [folder, ...entries.map((entry) => join(entry.parentPath, entry.name))];
  const lane = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) await syncOne(next);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

async function syncOne(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Whether something stands at `path`. */
export function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
