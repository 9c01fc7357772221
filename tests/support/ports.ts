import { mkdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Below those that systems give to outgoing connections (Linux: from 32768 on): what is ended and started again
 * finds its port as it left it. Each worker of jest has a block of its own.
 */
const FIRST = 10_240;
const BLOCK = 704;
const BLOCKS = 32;

/**
 * Who was given which port, for other runs on this machine: for each a link to the id of the process, which is made
 * with what it says in one step.
 */
const CLAIMS = join(tmpdir(), 'guestlist-ports');

const first = FIRST + (Number(process.env.JEST_WORKER_ID ?? 0) % BLOCKS) * BLOCK;
let taken = process.pid;

/** A port that nothing listens on, and that nobody else who runs was given. Throws where all are in use. */
export async function freePort(): Promise<number> {
  mkdirSync(CLAIMS, { recursive: true });
  for (let tries = 0; tries < BLOCK; tries += 1) {
    const port = first + (taken % BLOCK);
    taken += 1;
    if (claim(port) && (await isFree(port))) return port;
  }
  throw new Error(`no port is free from ${first} to ${first + BLOCK - 1}`);
}

/** Notes that the port is this process' now; false: it is that of another one, which runs. */
function claim(port: number): boolean {
  const file = join(CLAIMS, String(port));
  for (let tries = 0; tries < 2; tries += 1) {
    try {
      symlinkSync(String(process.pid), file);
      return true;
    } catch {
      const owner = ownerOf(file);
      if (owner === process.pid) return true;
      if (owner !== null && runs(owner)) return false;
      rmSync(file, { force: true });
    }
  }
  return false;
}

function ownerOf(file: string): number | null {
  try {
    return Number(readlinkSync(file)) || null;
  } catch {
    return null;
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
