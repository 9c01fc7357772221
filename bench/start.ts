import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { givenPlace } from '../tests/support/database.ts';
import { freePort } from '../tests/support/ports.ts';
import { spread } from './support/figures.ts';
import { startProcess } from './support/processes.ts';

/** How often, and on which database. */
export interface StartOptions {
  readonly rounds: number;
  readonly databaseUrl: string | undefined;
}

/** Seconds from starting a process to its being ready: of `npm start`, of the bot alone, and of node that does nothing. */
export async function measureStart({ rounds, databaseUrl }: StartOptions): Promise<void> {
  const taken = new Map<string, number[]>();
  const note = async (name: string, work: () => Promise<unknown>) => {
    const began = performance.now();
    await work();
    const seconds = (performance.now() - began) / 1000;
    taken.set(name, [...(taken.get(name) ?? []), seconds]);
  };
  for (let round = 0; round < rounds; round += 1) {
    await note('node, nothing to do', async () => {
      await once(spawn(process.execPath, ['-e', ''], { stdio: 'ignore' }), 'exit');
    });
    await measureBot(note, databaseUrl);
    await measureProduct(note, databaseUrl);
  }
  for (const [name, seconds] of taken) {
    process.stdout.write(`${name.padEnd(28)} ${spread(seconds)} s, ${rounds} starts\n`);
  }
}

type Note = (name: string, work: () => Promise<unknown>) => Promise<void>;

/** A place of its own for what is started, as the environment says it. */
async function givenSettings(databaseUrl: string | undefined) {
  const place = await givenPlace(databaseUrl);
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const env = {
    GUESTLIST_MODE: 'sandbox',
    PORT: String(port),
    SANDBOX_PORT: String(sandboxPort),
    DATA_DIR: place.dataDir,
    ...(place.databaseUrl ? { DATABASE_URL: place.databaseUrl } : {}),
  };
  return { place, port, sandboxPort, env };
}

/** The sandbox runs already: the bot waits for it to be ready. */
async function measureBot(note: Note, databaseUrl: string | undefined): Promise<void> {
  const { place, port, sandboxPort, env } = await givenSettings(databaseUrl);
  const log = join(place.dataDir, 'start.log');
  const sandbox = await startProcess({
    entry: 'src/sandbox/index.ts',
    port: sandboxPort,
    ready: '/_sandbox/clock',
    log,
    env,
  });
  try {
    for (const name of ['bot, fresh folder', 'bot, reopened']) {
      let stop = async () => {};
      await note(name, async () => {
        const start = { entry: 'src/index.ts', port, ready: '/readyz', log, env };
        ({ stop } = await startProcess(start));
      });
      await stop();
    }
  } finally {
    await sandbox.stop();
    await place.remove();
  }
}

async function measureProduct(note: Note, databaseUrl: string | undefined): Promise<void> {
  const { place, env } = await givenSettings(databaseUrl);
  try {
    for (const name of ['npm start, fresh folder', 'npm start, reopened']) {
      const product = spawn('npm', ['start'], {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'inherit'],
        detached: true,
      });
      // Of all that holds its output: npm itself ends before what it has started.
      const exited = once(product, 'close');
      await note(name, async () => {
        await new Promise<void>((resolve, reject) => {
          // Read to its end: a stream that is closed early would end the product with it.
          product.stdout.on('data', (text) => /is ready/.test(String(text)) && resolve());
          product.once('exit', () => reject(new Error('npm start ended before it was ready')));
        });
      });
      // npm hands a signal on to nobody: the whole group is ended.
      process.kill(-(product.pid ?? 0), 'SIGTERM');
      await exited;
    }
  } finally {
    await place.remove();
  }
}
