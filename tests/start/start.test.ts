import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { freePort } from '../support/ports.ts';

let folder: string;
let ports: { PORT: string; SANDBOX_PORT: string };
const held: Server[] = [];
const begun: ChildProcess[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guestlist-start-'));
  ports = await freePorts();
});
afterEach(async () => {
  for (const child of begun.splice(0)) child.kill('SIGTERM');
  for (const server of held.splice(0)) server.close();
  await nobodyLeft();
  rmSync(folder, { recursive: true, force: true });
});

async function hold(port: number): Promise<string> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  held.push(server);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return String(address.port);
}

async function freePorts() {
  return { PORT: String(await freePort()), SANDBOX_PORT: String(await freePort()) };
}

interface Started {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly complained: () => string;
  readonly ended: Promise<number | null>;
}

/** `npm start`, as a person starts it. */
function npmStart(settings: Record<string, string> = {}, options: readonly string[] = []): Started {
  const child = spawn('npm', ['start', '--silent', '--', ...options], {
    env: { ...process.env, DATA_DIR: join(folder, 'data'), ...ports, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  begun.push(child);
  const words = { out: '', err: '' };
  child.stdout.on('data', (part) => {
    words.out += String(part);
  });
  child.stderr.on('data', (part) => {
    words.err += String(part);
  });
  return {
    child,
    said: () => words.out,
    complained: () => words.err,
    ended: once(child, 'close').then(([code]) => (typeof code === 'number' ? code : null)),
  };
}

async function untilReady(started: Started): Promise<void> {
  for (let tries = 0; tries < 1000; tries += 1) {
    if (started.said().includes('Guestlist is ready: open http://127.0.0.1:')) return;
    await wait(100);
  }
  throw new Error(`not ready within 100 s: ${started.said()} ${started.complained()}`);
}

async function isServed(): Promise<boolean> {
  const calls = Object.values(ports).map((port) =>
    fetch(`http://127.0.0.1:${port}/healthz`).then(
      (response) => response.ok,
      () => false,
    ),
  );
  return (await Promise.all(calls)).some(Boolean);
}

async function nobodyLeft(): Promise<void> {
  for (let tries = 0; await isServed(); tries += 1) {
    if (tries > 100) throw new Error('the sandbox or the bot is still there after 10 s');
    await wait(100);
  }
}

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'the bot and the sandbox end with npm start on %s',
  async (signal) => {
    const started = npmStart();
    await untilReady(started);
    started.child.kill(signal);
    await nobodyLeft();
  },
  60_000,
);

/** Starts in vain: code 2 and one line that says why. */
async function refusal(settings: Record<string, string>, options: readonly string[] = []) {
  const started = npmStart(settings, options);
  expect(await started.ended).toBe(2);
  expect(await isServed()).toBe(false);
  expect(started.said()).toBe('');
  expect(started.complained().trim().split('\n')).toHaveLength(1);
  return started.complained();
}

test('a port that is taken is refused, and named', async () => {
  for (const name of ['PORT', 'SANDBOX_PORT']) {
    const port = await hold(0);
    expect(await refusal({ [name]: port })).toContain(`Port ${port} is already in use.`);
  }
});

test('what cannot be started is refused before anything runs', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(await refusal({ DATA_DIR: file })).toContain(`DATA_DIR=${file} cannot be written to.`);
  expect(await refusal({ SANDBOX_PORT: ports.PORT })).toContain(
    `PORT and SANDBOX_PORT are both ${ports.PORT}.`,
  );
  expect(await refusal({}, ['--foo'])).toContain('There is no option --foo.');
});

test('a second start on the same folder is refused', async () => {
  const first = npmStart();
  await untilReady(first);
  const own = await freePorts();
  const second = npmStart(own);
  expect(await second.ended).toBe(2);
  expect(second.complained().trim().split('\n')).toHaveLength(1);
  expect(second.complained()).toContain('Another process is using the data folder');
  expect(await isServed()).toBe(true);
});

test('each script is one command, so that a signal reaches it', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  for (const name of ['start', 'start:bot', 'start:sandbox', 'guestlist']) {
    expect(scripts[name]).toMatch(/^node --import \.\/src\/check-runtime\.js src\/[a-z/-]+\.ts$/);
  }
});

/** A Node that says of itself to be another one. */
test('a Node that cannot run us says so in a sentence', async () => {
  const older = join(folder, 'older.cjs');
  writeFileSync(
    older,
    `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.1.0' } });`,
  );

  const child = spawn(process.execPath, [
    ...['--require', older],
    ...['--import', './src/check-runtime.js', 'src/start.ts'],
  ]);
  let complained = '';
  child.stderr.on('data', (part) => {
    complained += String(part);
  });
  const [code] = await once(child, 'close');
  expect(code).toBe(1);
  expect(complained.trim().split('\n')).toEqual([
    expect.stringContaining('Guestlist cannot run on Node 20.1.0.'),
  ]);
});
