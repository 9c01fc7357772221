import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { chown } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './ports.ts';
import { layBinaries, serverAccount } from './postgres-binaries.ts';

/** A PostgreSQL server of a test's own: it can be stopped, started again and be made to drop its connections. */
export interface Postgres {
  readonly port: number;
  /** Makes an empty database and gives its address. */
  createDatabase(): Promise<string>;
  /** One statement, in a session of its own. */
  query<Row extends object>(databaseUrl: string, statement: string): Promise<Row[]>;
  start(): Promise<void>;
  /** `fast` ends every session and goes; `immediate` falls as in a power cut, and recovers at the next start. */
  stop(how?: 'fast' | 'immediate'): Promise<void>;
  /** Ends every session of a database at once, and gives how many there were. */
  cutConnections(databaseUrl: string): Promise<number>;
  /** Stops it and takes its folder away. */
  remove(): Promise<void>;
}

/** What a test's hook grants a server for its first start, in milliseconds. */
export const POSTGRES_MS = 30_000;

/** Starts a fresh server on a free port, with room for 300 connections. */
export async function givenPostgres(): Promise<Postgres> {
  const port = await freePort();
  const account = serverAccount();
  const home = mkdtempSync(join(tmpdir(), 'guestlist-postgres-'));
  chmodSync(home, 0o711);
  const { initdb, postgres } = layBinaries(home);
  const data = join(home, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (account.uid !== undefined) await chown(data, account.uid, account.gid ?? account.uid);
  const flags = ['-D', data, '-U', 'guestlist', '-A', 'trust', '-E', 'UTF8', '--locale', 'C'];
  execFileSync(initdb, [...flags, '--no-sync'], { ...account, cwd: data, stdio: 'pipe' });

  const address = `postgres://guestlist@127.0.0.1:${port}/postgres`;
  const log = join(home, 'log');
  let server: ChildProcess | null = null;
  const start = async () => {
    server = runServer({ postgres, data, port, log, account });
    await untilReady(address, server, log);
  };
  const stop = async (how: 'fast' | 'immediate' = 'fast') => {
    await signalServer(server, data, how === 'fast' ? 'SIGINT' : 'SIGQUIT');
    server = null;
  };
  const remove = async () => {
    await stop('immediate');
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await start();
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    port,
    start,
    stop,
    remove,
    query,
    async createDatabase() {
      const name = `guestlist_${randomUUID().replaceAll('-', '')}`;
      await query(address, `create database ${name}`);
      return `postgres://guestlist@127.0.0.1:${port}/${name}`;
    },
    async cutConnections(databaseUrl) {
      const name = new URL(databaseUrl).pathname.slice(1);
      const cut = await query(
        address,
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
      );
      return cut.length;
    },
  };
}

/**
 * The shell in between ends the server when this process is gone, however it went: its input, a pipe
 * from us, is then at its end. Nothing needs to reach the disk, as the data are thrown away.
 */
function runServer(parts: {
  readonly postgres: string;
  readonly data: string;
  readonly port: number;
  readonly log: string;
  readonly account: object;
}): ChildProcess {
  const { postgres, data, port, log, account } = parts;
  const output = openSync(log, 'a');
  const settings = ['fsync=off', 'full_page_writes=off', 'max_connections=300'];
  const flags = ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', ''];
  const whenWeAreGone = '(cat <&3 >/dev/null; kill -QUIT $server) 2>/dev/null';
  const script = `exec 3<&0; "$0" "$@" 3<&- & server=$!; ${whenWeAreGone} & exec 3<&-; wait $server`;
  const child = spawn(
    '/bin/sh',
    ['-c', script, postgres, ...flags, ...settings.flatMap((each) => ['-c', each])],
    { ...account, cwd: data, stdio: ['pipe', output, output] },
  );
  closeSync(output);
  return child;
}

async function untilReady(address: string, server: ChildProcess, log: string): Promise<void> {
  for (let tries = 0; tries < 200 && server.exitCode === null; tries += 1) {
    const answered = await query(address, 'select 1').catch(() => null);
    if (answered) return;
    await wait(50);
  }
  throw new Error(`PostgreSQL does not answer:\n${readFileSync(log, 'utf8')}`);
}

async function signalServer(
  server: ChildProcess | null,
  data: string,
  signal: 'SIGINT' | 'SIGQUIT',
): Promise<void> {
  if (!server || server.exitCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  const [pid] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
  process.kill(Number(pid), signal);
  await ended;
  server.stdin?.end();
}

async function query<Row extends object>(databaseUrl: string, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}
