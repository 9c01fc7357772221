import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { FolderPglite } from '../../src/db/pglite.ts';
import { layFreshDatabase } from '../../src/db/template.ts';
import { checkpoint, tidyTables } from '../../src/db/tidy.ts';

let dataDir: string;
let engine: FolderPglite;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'guestlist-tidy-'));
  await layFreshDatabase(join(dataDir, 'db'));
  engine = new FolderPglite(join(dataDir, 'db'));
  await engine.waitReady;
});
afterEach(async () => {
  await engine.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function read(text: string): Promise<unknown> {
  const { rows } = await engine.query<{ value: unknown }>(`select (${text}) as value`);
  return rows[0]?.value;
}

test('rows that were deleted are let go of', async () => {
  await engine.exec('create table t as select generate_series(1, 1000) as n; delete from t');
  await tidyTables(engine);
  expect(await read("pg_relation_size('t')")).toBe(0);
});

test('what was filled is counted, and what has hardly changed since is left alone', async () => {
  const counted = () => read("select reltuples::int from pg_class where relname = 't'");
  await engine.exec('create table t as select generate_series(1, 1000) as n');
  await tidyTables(engine);
  expect(await counted()).toBe(1000);
  await engine.exec('insert into t select generate_series(1, 100)');
  await tidyTables(engine);
  expect(await counted()).toBe(1000);
  await engine.exec('insert into t select generate_series(1, 100)');
  await tidyTables(engine);
  expect(await counted()).toBe(1200);
});

test('a checkpoint lets go of the log before it', async () => {
  const redo = () => read('select redo_lsn::text from pg_control_checkpoint()');
  const before = await redo();
  await checkpoint(engine);
  expect(await redo()).not.toBe(before);
});

test('an engine that is closed is left alone', async () => {
  const closed = new FolderPglite(join(dataDir, 'other'));
  await closed.close();
  await tidyTables(closed);
  await checkpoint(closed);
});
