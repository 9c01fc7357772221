import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { openDatabase } from '../../src/db/open.ts';
import type { Database } from '../../src/db/types.ts';

/** The server that `npm run test:postgres` runs the suite on; unset: the embedded database. */
const server = process.env.TEST_DATABASE_URL;

/** A place for a fresh database, and how to be rid of it. */
export interface Place {
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  remove(): Promise<void>;
}

/** A database with the product's schema and nothing in it, of the kind that this run of the suite is about. */
export async function givenDatabase(): Promise<Database> {
  const place = await givenPlace();
  const database = await openDatabase(place);
  return {
    ...database,
    close: async () => {
      await database.close();
      await place.remove();
    },
  };
}

/** An own temporary data folder and, where there is a server to run on, an own empty database there. */
export async function givenPlace(on: string | undefined = server): Promise<Place> {
  const dataDir = await mkdtemp(join(tmpdir(), 'guestlist-test-'));
  const served = on ? await givenServed(on) : null;
  return {
    dataDir,
    databaseUrl: served?.url ?? null,
    remove: async () => {
      await served?.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function givenServed(address: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `guestlist_${randomUUID().replaceAll('-', '')}`;
  await onServer(address, `create database ${name} template template0`);
  const url = new URL(address);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: async () => {
      await untilLeft(address, name);
      await onServer(address, `drop database ${name} with (force)`);
    },
  };
}

/** So long those who have closed their connections are given to be gone, in ms; who was killed never says that he is. */
const LEAVING_MS = 5000;

/** A connection that is being closed and is ended by the server first would be an error that nobody hears. */
async function untilLeft(address: string, name: string): Promise<void> {
  const end = Date.now() + LEAVING_MS;
  const others = `select 1 from pg_stat_activity where datname = '${name}'`;
  while ((await onServer(address, others)) > 0 && Date.now() < end) await wait(20);
}

/** Gives how many rows the answer has. */
async function onServer(address: string, statement: string): Promise<number> {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    return (await client.query(statement)).rows.length;
  } finally {
    await client.end();
  }
}
