import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** A process of the product. */
export interface Instance {
  readonly origin: string;
  /** Starts it and waits until it answers. */
  start(): Promise<void>;
  /** Ends it: at once, as a crash would, or by SIGTERM, as an operator would. */
  kill(signal?: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  /** Waits until it has ended, and gives how: by itself with a code, or by a signal. */
  ended(): Promise<{ readonly code: number | null; readonly signal: string | null }>;
  /** Stops the whole process where it is (SIGSTOP), until `resume`. */
  pause(): void;
  resume(): void;
  /** Whether it can answer: started, not ended, not paused. */
  isAwake(): boolean;
  /** The process' id; 0 before the first start. */
  pid(): number;
  /** What it has written to its log so far. */
  log(): string;
}

/** Prepares a process that runs `entry` with this environment beside our own; nothing runs before `start`. */
export function givenInstance(parts: {
  readonly entry: string;
  readonly port: number;
  /** What answers 2xx once it is up. */
  readonly readyPath: string;
  readonly env: NodeJS.ProcessEnv;
  /** How often it is asked whether it is up, in ms. */
  readonly askEvery?: number;
  readonly logFile: string;
}): Instance {
  const { entry, port, readyPath, env, logFile, askEvery = 100 } = parts;
  const origin = `http://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;
  let isPaused = false;
  const runs = () => child !== null && child.exitCode === null && child.signalCode === null;
  const signal = (name: 'SIGSTOP' | 'SIGCONT') => {
    if (runs()) child?.kill(name);
    isPaused = name === 'SIGSTOP';
  };
  return {
    origin,
    async start() {
      isPaused = false;
      child = run(entry, env, logFile);
      await answers(`${origin}${readyPath}`, child, askEvery);
    },
    async kill(how = 'SIGKILL') {
      if (!child || !runs()) return;
      const exited = new Promise((resolve) => child?.once('exit', resolve));
      child.kill(how);
      if (isPaused) child.kill('SIGCONT');
      isPaused = false;
      await exited;
    },
    async ended() {
      if (child && runs()) await new Promise((resolve) => child?.once('exit', resolve));
      return { code: child?.exitCode ?? null, signal: child?.signalCode ?? null };
    },
    pause: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
    isAwake: () => runs() && !isPaused,
    pid: () => child?.pid ?? 0,
    log: () => readFileSync(logFile, 'utf8'),
  };
}

/** The channel between us is there to be closed: what we have started ends by itself when we are gone. */
function run(entry: string, env: NodeJS.ProcessEnv, log: string): ChildProcess {
  const output = openSync(log, 'a');
  const child = spawn(process.execPath, [entry], {
    env: { ...process.env, ...env },
    stdio: ['ignore', output, 'inherit', 'ipc'],
  });
  closeSync(output);
  return child;
}

async function answers(url: string, child: ChildProcess, every: number): Promise<void> {
  for (let tries = 0; tries < 115_000 / every; tries += 1) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`${url}: the process ended with ${child.exitCode ?? child.signalCode}`);
    const response = await fetch(url, { headers: { 'x-sandbox-observer': '1' } }).catch(() => null);
    if (response?.ok) return;
    await wait(every);
  }
  throw new Error(`${url} did not answer within 115 s`);
}
