import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { call } from './http.ts';

/** A process of the product, or the bare bot it is held against. */
export interface Process {
  readonly origin: string;
  readonly pid: number;
  /** Ends it and waits until it has. */
  stop(): Promise<void>;
}

/**
 * Starts `entry` and waits until `ready` answers 200. Its log goes where a service's would: to a file. It
 * ends with the bench, however that ends: their channel is cut then.
 */
export async function startProcess(start: {
  readonly entry: string;
  readonly port: number;
  readonly ready: string;
  readonly log: string;
  readonly env: Readonly<Record<string, string>>;
}): Promise<Process> {
  const { entry, port, ready, log, env } = start;
  const output = openSync(log, 'a');
  const child = spawn(process.execPath, [entry], {
    env: { ...process.env, ...env },
    stdio: ['ignore', output, output, 'ipc'],
  });
  const origin = `http://127.0.0.1:${port}`;
  await answers(`${origin}${ready}`, child);
  return { origin, pid: child.pid ?? 0, stop: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** Waits for the first 200; a process that has ended gives none any more. */
async function answers(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const answer = await call('GET', url, { 'x-sandbox-observer': '1' }).catch(() => null);
    if (answer?.status === 200) return;
    await wait(20);
  }
  throw new Error(`${url}: the process ended with ${child.exitCode}`);
}

/** One metric of a process, as it tells it itself. */
export async function readMetric({ origin }: Process, name: string): Promise<number> {
  const { text } = await call('GET', `${origin}/metrics`);
  const value = new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1];
  if (value === undefined) throw new Error(`${origin} has no ${name}`);
  return Number(value);
}

/** CPU seconds of a process so far, all its threads, user and system. */
export function cpuSeconds(process: Process): Promise<number> {
  return readMetric(process, 'process_cpu_seconds_total');
}
