import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** What it takes to start a Chromium. */
export interface BrowserProgram {
  executablePath: string;
  env: Record<string, string>;
}

const root = fileURLToPath(new URL('../../../', import.meta.url));
const unpackScript = fileURLToPath(new URL('unpack-chromium.ts', import.meta.url));
const run = promisify(execFile);

/**
 * The Chromium inside `@sparticuz/chromium`, with the libraries and the font it carries, so that
 * nothing needs to be installed beside it. Unpacked once per version (200 MB, about 3 s) below
 * `node_modules/.cache`. Throws on other machines than Linux on x64.
 */
export async function carriedChromium(): Promise<BrowserProgram> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`it is for Linux on x64, and this is ${process.platform} on ${process.arch}`);
  }
  const folder = join(root, 'node_modules/.cache', `chromium-${await carriedVersion()}`);
  if (!(await exists(folder))) await unpackInto(folder);
  return {
    executablePath: join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: join(folder, 'al2023/lib'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
      // Chromium writes below HOME; a test must not depend on what a person's own holds.
      HOME: folder,
      LANG: 'C.UTF-8',
      TZ: 'UTC',
    },
  };
}

/** Unpacks beside the folder and moves the whole into place: other test processes see all or nothing. */
async function unpackInto(folder: string): Promise<void> {
  const staging = `${folder}-${randomUUID()}`;
  await mkdir(staging, { recursive: true });
  try {
    await run(process.execPath, [unpackScript], {
      cwd: root,
      env: { TMPDIR: staging, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' },
    });
    await writeFile(join(staging, 'fonts.conf'), fontsConfiguration(folder));
    await rename(staging, folder).catch(async (cause) => {
      if (!(await exists(folder))) throw cause;
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Draws all text in the font that comes along, so that pictures look the same on each machine. */
function fontsConfiguration(folder: string): string {
  const families = ['Segoe UI', 'sans-serif', 'system-ui', 'Arial'];
  const aliases = families.map(
    (family) =>
      `<alias binding="same"><family>${family}</family><prefer><family>Open Sans</family></prefer></alias>`,
  );
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
  ${aliases.join('\n  ')}
</fontconfig>
`;
}

async function carriedVersion(): Promise<string> {
  const entry = fileURLToPath(import.meta.resolve('@sparticuz/chromium'));
  const manifest: unknown = JSON.parse(
    await readFile(join(dirname(entry), '../package.json'), 'utf8'),
  );
  const version =
    typeof manifest === 'object' && manifest && 'version' in manifest
      ? manifest.version
      : 'unknown';
  return String(version);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
