import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { readFact, writeFact } from '../../src/db/facts.ts';
import { openDatabase } from '../../src/db/open.ts';
import { makeTemplate } from '../../src/db/template.ts';
import type { Database } from '../../src/db/types.ts';

let dataDir: string;
let database: Database | undefined;
let other: ChildProcess | undefined;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'guestlist-embedded-'));
});
afterEach(async () => {
  other?.kill('SIGKILL');
  other = undefined;
  await database?.close();
  database = undefined;
  await rm(dataDir, { recursive: true, force: true });
});

const open = async () => {
  database = await openDatabase({ dataDir, databaseUrl: null });
  return database;
};

/** Another process that opens the same folder; what it says first. */
const inAnotherProcess = async () => {
  const script = fileURLToPath(new URL('./hold-folder.ts', import.meta.url));
  other = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (!other.stdout) throw new Error('No output to read.');
  const [said] = await once(other.stdout, 'data');
  return String(said).trim();
};

/** Files of the write-ahead log that reached the disk since the last look. */
const watchLog = () => {
  const synced = jest.spyOn(fs, 'fsyncSync');
  const log = join(dataDir, 'db', 'pg_wal');
  return {
    count: () => {
      const files = new Set(fs.readdirSync(log).map((name) => fs.statSync(join(log, name)).ino));
      const count = synced.mock.calls.filter(([fd]) => files.has(fs.fstatSync(fd).ino)).length;
      synced.mockClear();
      return count;
    },
    end: () => synced.mockRestore(),
  };
};

test('a commit is on the disk before it is answered', async () => {
  const { db } = await open();
  const log = watchLog();
  log.count();

  for (const key of ['one', 'two', 'three']) {
    await writeFact(db, { key, value: key, version: 0, at: new Date(0) });
    expect(log.count()).toBeGreaterThanOrEqual(1);
  }
  await readFact(db, 'one');
  expect(log.count()).toBe(0);
  log.end();
});

test('a second process on the folder is refused, and the first goes on', async () => {
  const { db } = await open();

  expect(await inAnotherProcess()).toBe('start.dataDirInUse');
  expect((await db.execute(sql`select 1 as one`)).rows).toEqual([{ one: 1 }]);
});

test('a folder in use by another process is refused here, and free again after its kill -9, with all it had written', async () => {
  expect(await inAnotherProcess()).toBe('open');
  await expect(open()).rejects.toMatchObject({
    code: 'start.dataDirInUse',
    params: { dir: dataDir },
  });

  other?.kill('SIGKILL');
  if (other) await once(other, 'exit');
  const { db } = await open();
  expect(await readFact(db, 'kept')).toEqual({ value: 1, version: 1 });
});

test('a first start that was cut off leaves nothing that a second one trips over', async () => {
  await mkdir(join(dataDir, 'db.new'));
  await writeFile(join(dataDir, 'db.new', 'PG_VERSION'), 'half');

  const { db } = await open();
  expect((await db.execute(sql`select count(*) as facts from facts`)).rows).toEqual([{ facts: 0 }]);
  await expect(access(join(dataDir, 'db.new'))).rejects.toThrow('ENOENT');
});

test('a closed database opens again with its data, and closing twice does no harm', async () => {
  const first = await open();
  await writeFact(first.db, { key: 'k', value: { deep: [1] }, version: 0, at: new Date(0) });
  await first.close();
  await first.close();

  const again = await open();
  expect(await readFact(again.db, 'k')).toEqual({ value: { deep: [1] }, version: 1 });
});

test('many queries in a row leave room for timers', async () => {
  const { db } = await open();
  let ticks = 0;
  const ticking = setInterval(() => {
    ticks += 1;
  }, 1);

  for (let each = 0; each < 500; each += 1) await db.execute(sql`select ${each}::int`);
  clearInterval(ticking);
  expect(ticks).toBeGreaterThan(5);
});

test('a query beside the open transaction fails instead of waiting for ever', async () => {
  const { db } = await open();

  const stuck = db.transaction(async () => {
    await db.execute(sql`select 1`);
  });
  await expect(stuck).rejects.toMatchObject({
    cause: new Error('A query inside a transaction must go through that transaction.'),
  });
  expect((await db.execute(sql`select 1 as one`)).rows).toEqual([{ one: 1 }]);
});

test('the template is made by another process, whole', async () => {
  const folder = join(dataDir, 'cache', 'template');
  await makeTemplate(folder);

  await access(join(folder, 'PG_VERSION'));
  expect(fs.readdirSync(join(dataDir, 'cache'))).toEqual(['template']);
});
