import { spawn } from 'node:child_process';

/** What a command of the shell came to. */
export interface Said {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `npm run guestlist -- …` as a process of its own, for the bot whose data lie in `dataDir`. */
export function guestlist(dataDir: string, ...words: readonly string[]): Promise<Said> {
  return guestlistWith({ GUESTLIST_MODE: 'sandbox', DATA_DIR: dataDir }, ...words);
}

/** The same with these settings. */
export function guestlistWith(
  settings: Readonly<Record<string, string>>,
  ...words: readonly string[]
): Promise<Said> {
  const env = { ...process.env, ...settings };
  const child = spawn(process.execPath, ['src/cli/index.ts', ...words], { env });
  const said = { out: '', err: '' };
  child.stdout.on('data', (part: Buffer) => {
    said.out += part.toString();
  });
  child.stderr.on('data', (part: Buffer) => {
    said.err += part.toString();
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exit) => resolve({ exit, ...said }));
  });
}
