import { createServer } from 'node:net';

/**
 * Below those that systems give to outgoing connections (Linux: from 32768 on): what is ended and started again
 * finds its port as it left it. Each worker of jest has a block of its own.
 */
const FIRST = 10_240;
const BLOCK = 704;
const BLOCKS = 32;

/** How far apart two processes begin in a block that they share: more than a test takes. */
const STRIDE = 32;

const first = FIRST + (Number(process.env.JEST_WORKER_ID ?? 0) % BLOCKS) * BLOCK;
let taken = process.pid * STRIDE;

/** A port that nothing listens on, and that nobody else here was given. Throws where all are in use. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < BLOCK; tries += 1) {
    const port = first + (taken % BLOCK);
    taken += 1;
    if (await isFree(port)) return port;
  }
  throw new Error(`no port is free from ${first} to ${first + BLOCK - 1}`);
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
