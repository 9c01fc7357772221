import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ancestors } from './ancestors.ts';
import { readStartConfig, type StartConfig } from './config.ts';
import { makeDataFolder } from './data-folder.ts';
import { AppError } from './errors.ts';
import { startRefusal } from './language/start-texts.ts';
import { textsFor } from './language/texts.ts';

/** `npm start`: runs the sandbox and the bot, says when both are ready, and ends both when it ends. */
const names = { sandbox: 'sandbox/index.ts', bot: 'index.ts' } as const;
type Name = keyof typeof names;

/** What a process says by this code, it has said in a sentence. */
const REFUSED = 2;

const { t } = textsFor('en');
const say = (line: string) => process.stdout.write(`${line}\n`);
const children = new Map<Name, ChildProcess>();
const listening = new Set<Name>();
let isReady = false;
let ending = false;

/** @throws AppError `start.optionUnknown` */
function readOptions(): { readonly respawn: boolean } {
  try {
    const { values } = parseArgs({ options: { respawn: { type: 'boolean', default: false } } });
    return values;
  } catch (cause) {
    const option = process.argv.slice(2).find((each) => each !== '--respawn') ?? '';
    throw new AppError('start.optionUnknown', { option }, { cause });
  }
}

function run(name: Name, config: StartConfig, respawn: boolean): void {
  const file = join(config.dataDir, 'logs', `${name}.log`);
  const log = createWriteStream(file, { flags: 'a' });
  const child = spawn(process.execPath, [fileURLToPath(new URL(names[name], import.meta.url))], {
    env: { ...config.environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  children.set(name, child);
  child.on('message', () => listening.add(name));
  child.stdout?.pipe(log);
  child.stderr?.pipe(log, { end: false });
  let complaint = '';
  child.stderr?.on('data', (part: Buffer) => {
    // Both may refuse for the same reason: before they are ready, only the first one's words are passed on.
    if (isReady) process.stderr.write(part);
    else complaint += part.toString('utf8');
  });
  child.once('close', (code, signal) => {
    children.delete(name);
    listening.delete(name);
    if (ending) return;
    if (!isReady) process.stderr.write(complaint);
    if (code !== REFUSED) say(t('start.stopped', { name, how: signal ?? String(code), log: file }));
    if (isReady && name === 'bot' && respawn && code !== REFUSED) run(name, config, respawn);
    else if (!isReady) end(code === REFUSED ? REFUSED : 1);
  });
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { headers: { 'x-sandbox-observer': '1' } });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

/** Both have said that they listen: what answers on the ports is not another Guestlist that has them. */
async function waitUntilReady({ port, sandboxPort }: StartConfig): Promise<void> {
  const both = [
    `http://127.0.0.1:${port}/readyz`,
    `http://127.0.0.1:${sandboxPort}/_sandbox/clock`,
  ];
  const ready = async () =>
    listening.size === both.length && (await Promise.all(both.map(answers))).every(Boolean);
  while (!(await ready())) {
    if (ending) return;
    await wait(100);
  }
  isReady = true;
  say(t('start.ready', { url: `http://127.0.0.1:${sandboxPort}` }));
}

/** Asks both to drain, waits for them, and ends with `code`. */
function end(code: number): void {
  if (ending) return;
  ending = true;
  const left = [...children.values()].map(
    (child) => new Promise((resolve) => child.once('close', resolve)),
  );
  for (const child of children.values()) child.kill('SIGTERM');
  void Promise.all(left).then(() => process.exit(code));
}

/** How long whoever started us may have been gone before we notice, in ms. Nothing tells of a `kill -9`. */
const ORPHAN_CHECK_MS = 500;

function endWithParent(): void {
  const before = ancestors();
  setInterval(() => ancestors() !== before && end(0), ORPHAN_CHECK_MS).unref();
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0));
endWithParent();

try {
  const { respawn } = readOptions();
  const config = readStartConfig();
  makeDataFolder(config.dataDir);
  mkdirSync(join(config.dataDir, 'logs'), { recursive: true });
  run('sandbox', config, respawn);
  run('bot', config, respawn);
  await waitUntilReady(config);
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  process.stderr.write(`${startRefusal(error)}\n`);
  end(REFUSED);
}
