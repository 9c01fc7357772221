import { givenInstance } from '../../tests/support/instance.ts';
import { call } from './http.ts';

/** A process of the product, or the bare bot it is held against. */
export interface Process {
  readonly origin: string;
  readonly pid: number;
  /** Ends it and waits until it has. */
  stop(): Promise<void>;
}

/** Often: what a start takes is measured to this exactness, in ms. */
const ASK_EVERY = 20;

/** Starts `entry` and waits until `ready` answers 2xx. Its log goes where a service's would: to a file. */
export async function startProcess(start: {
  readonly entry: string;
  readonly port: number;
  readonly ready: string;
  readonly log: string;
  readonly env: Readonly<Record<string, string>>;
}): Promise<Process> {
  const { entry, port, ready: readyPath, log: logFile, env } = start;
  const instance = givenInstance({ entry, port, readyPath, logFile, env, askEvery: ASK_EVERY });
  await instance.start();
  return { origin: instance.origin, pid: instance.pid(), stop: () => instance.kill('SIGTERM') };
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
