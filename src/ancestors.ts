import { readFileSync } from 'node:fs';

/** Process ids of whoever started us: our parent, and npm behind the shell that it runs a script with. */
export function ancestors(): string {
  return [process.ppid, behindShell(process.ppid)].join(' ');
}

/**
 * Some shells (Debian's `dash`) stay between npm and the one command of a script, and outlive a `kill -9`
 * of npm. Those of other systems hand their process over to the command, so that Linux is all to ask.
 */
function behindShell(parent: number): string {
  const [, option] = read(`/proc/${parent}/cmdline`).split('\0');
  if (option !== '-c') return '';
  return /^PPid:\s+(\d+)$/m.exec(read(`/proc/${parent}/status`))?.[1] ?? '';
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
