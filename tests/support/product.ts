import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { givenPlace } from './database.ts';
import { type SandboxClient, sandboxClient } from './sandbox-client.ts';

/** What a test's hook grants the start, in milliseconds: a busy machine takes its time over two processes. */
export const START_MS = 60_000;

/** The whole product as a person starts it: sandbox and bot, each a process of its own. */
export interface Product extends SandboxClient {
  readonly botOrigin: string;
  readonly origin: string;
  readonly dataDir: string;
  startBot(): Promise<void>;
  /** Ends the bot at once, as a crash would. */
  killBot(): Promise<void>;
  /** Waits until nothing is due or running. */
  settled(): Promise<void>;
  /** Turns switches of the tenant, and lets the moment pass for which the product keeps what it read of them. */
  turn(switches: object): Promise<void>;
  /** Everything either process has written to its log so far. */
  logs(): string;
  stop(): Promise<void>;
}

/** Starts both on free ports, a folder and a database of their own. `settings` go to both as environment. */
export async function startProduct(settings: Record<string, string> = {}): Promise<Product> {
  const place = await givenPlace();
  const { dataDir, databaseUrl } = place;
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const origin = `http://127.0.0.1:${sandboxPort}`;
  const botOrigin = `http://127.0.0.1:${port}`;
  const environment = {
    ...process.env,
    GUESTLIST_MODE: 'sandbox',
    PORT: String(port),
    SANDBOX_PORT: String(sandboxPort),
    DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
    ARRIVAL_POLL_SECONDS: '1',
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
    ...settings,
  };
  const logs = [join(dataDir, 'sandbox.log'), join(dataDir, 'bot.log')] as const;
  const sandbox = run('src/sandbox/index.ts', environment, logs[0]);
  let bot: ChildProcess | null = null;
  const startBot = async () => {
    bot = run('src/index.ts', environment, logs[1]);
    await answers(`${botOrigin}/readyz`, bot);
  };
  const stop = async () => {
    await Promise.all([end(bot, 'SIGTERM'), end(sandbox, 'SIGTERM')]);
    await place.remove();
  };
  try {
    await Promise.all([answers(`${origin}/_sandbox/clock`, sandbox), startBot()]);
  } catch (error) {
    await stop();
    throw error;
  }
  const client = sandboxClient(origin);
  return {
    ...client,
    origin,
    botOrigin,
    dataDir,
    startBot,
    killBot: () => end(bot, 'SIGKILL'),
    settled: () => nothingPending(botOrigin),
    async turn(switches) {
      await client.post('/_sandbox/switches', switches);
      await client.post('/_sandbox/clock', { advance: 'PT2S' });
    },
    logs: () => logs.map((file) => readFileSync(file, 'utf8')).join(''),
    stop,
  };
}

function run(entry: string, env: NodeJS.ProcessEnv, log: string): ChildProcess {
  const output = openSync(log, 'a');
  const child = spawn(process.execPath, [entry], { env, stdio: ['ignore', output, 'inherit'] });
  closeSync(output);
  return child;
}

async function end(child: ChildProcess | null, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await exited;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 550; tries += 1) {
    if (child.exitCode !== null)
      throw new Error(`${url}: the process ended with ${child.exitCode}`);
    const response = await fetch(url, { headers: { 'x-sandbox-observer': '1' } }).catch(() => null);
    if (response?.ok) return;
    await wait(100);
  }
  throw new Error(`${url} did not answer within 55 s`);
}

/** Two looks in a row, since a job ends before what follows it is taken up. */
async function nothingPending(botOrigin: string): Promise<void> {
  for (let calm = 0, tries = 0; calm < 2; tries += 1) {
    const text = await (await fetch(`${botOrigin}/metrics`)).text();
    const pending = Number(/^guestlist_work_pending (\d+)/m.exec(text)?.[1]);
    calm = pending === 0 ? calm + 1 : 0;
    if (tries > 600) throw new Error(`work is still pending: ${pending}`);
    await wait(50);
  }
}
