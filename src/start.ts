import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readStartConfig, type StartConfig } from './config.ts';
import { AppError } from './errors.ts';
import { startRefusal } from './language/start-texts.ts';
import { textsFor } from './language/texts.ts';

/** `npm start`: runs the sandbox and the bot, says when both are ready, and ends both when it ends. */
const names = { sandbox: 'sandbox/index.ts', bot: 'index.ts' } as const;
type Name = keyof typeof names;

const { t } = textsFor('en');
const say = (line: string) => process.stdout.write(`${line}\n`);
const children = new Map<Name, ChildProcess>();
const respawn = process.argv.includes('--respawn');
let ending = false;

function run(name: Name, config: StartConfig): void {
  const folder = join(config.dataDir, 'logs');
  mkdirSync(folder, { recursive: true });
  const log = createWriteStream(join(folder, `${name}.log`), { flags: 'a' });
  const child = spawn(process.execPath, [fileURLToPath(new URL(names[name], import.meta.url))], {
    env: { ...config.environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  children.set(name, child);
  child.stdout?.pipe(log);
  child.stderr?.pipe(log, { end: false });
  child.stderr?.pipe(process.stderr, { end: false });
  child.once('exit', (code, signal) => {
    children.delete(name);
    if (ending) return;
    say(
      t('start.stopped', { name, how: signal ?? String(code), log: join(folder, `${name}.log`) }),
    );
    if (name === 'bot' && respawn) run(name, config);
    else if (!isReady) end(1);
  });
}

let isReady = false;

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { headers: { 'x-sandbox-observer': '1' } });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

async function waitUntilReady({ port, sandboxPort }: StartConfig): Promise<void> {
  const both = [
    `http://127.0.0.1:${port}/readyz`,
    `http://127.0.0.1:${sandboxPort}/_sandbox/clock`,
  ];
  while (!(await Promise.all(both.map(answers))).every(Boolean)) await wait(100);
  isReady = true;
  say(t('start.ready', { url: `http://127.0.0.1:${sandboxPort}` }));
}

/** Asks both to drain, waits for them, and ends with `code`. */
function end(code: number): void {
  if (ending) return;
  ending = true;
  const left = [...children.values()].map(
    (child) => new Promise((resolve) => child.once('exit', resolve)),
  );
  for (const child of children.values()) child.kill('SIGTERM');
  void Promise.all(left).then(() => process.exit(code));
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => end(0));

try {
  const config = readStartConfig();
  run('sandbox', config);
  run('bot', config);
  await waitUntilReady(config);
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  process.stderr.write(`${startRefusal(error)}\n`);
  end(2);
}
