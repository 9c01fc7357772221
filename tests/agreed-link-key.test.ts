import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { agreedLinkKey } from '../src/agreed-link-key.ts';
import { chainKey } from '../src/audit/chain-key.ts';
import { beginAnew } from '../src/db/empty-all.ts';
import { readFact } from '../src/db/facts.ts';
import { facts } from '../src/db/schema.ts';
import type { Database } from '../src/db/types.ts';
import { AppError } from '../src/errors.ts';
import { type JobQueue, openQueue } from '../src/jobs/queue.ts';
import { startRefusal } from '../src/language/start-texts.ts';
import { keptLinkKey } from '../src/link-key.ts';
import { givenDatabase } from './support/database.ts';

const at = new Date('2026-11-21T12:00:00Z');
let database: Database;
let queue: JobQueue;
let folder: string;

beforeAll(async () => {
  database = await givenDatabase();
  queue = await openQueue(database, () => undefined);
});
beforeEach(async () => {
  await database.db.delete(facts);
  folder = mkdtempSync(join(tmpdir(), 'guestlist-agreed-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
afterAll(async () => {
  await queue?.close();
  await database?.close();
});

/** An instance starts, with a folder of its own. */
function start(
  kind: Database['kind'],
  name: string,
  given: { linkKey?: Buffer; linkKeyReplaces?: string } = {},
): Promise<Buffer> {
  const wish = { linkKey: null, linkKeyReplaces: null, dataDir: join(folder, name), at };
  return agreedLinkKey({ db: database.db, kind }, { ...wish, ...given });
}

test('instances without a key share that of the first one through their server', async () => {
  const [one, two] = await Promise.all([start('served', 'one'), start('served', 'two')]);
  expect(one).toHaveLength(32);
  expect(two).toEqual(one);
  expect(await start('served', 'three')).toEqual(one);
  expect(existsSync(join(folder, 'three'))).toBe(false);
});

test('they share it still when everything was emptied', async () => {
  const { db } = database;
  const key = await start('served', 'one');
  for (const value of ['first', 'second']) await beginAnew(db, { key: 'epoch', value, at });
  expect(await readFact(db, 'epoch')).toMatchObject({ value: 'second' });
  expect(await start('served', 'two')).toEqual(key);
});

test('an embedded database leaves the key in the folder', async () => {
  const key = await start('embedded', 'one');
  expect(key).toEqual(keptLinkKey(join(folder, 'one')));
  expect(JSON.stringify(await database.db.select().from(facts))).not.toContain(
    key.toString('base64'),
  );
});

test('another key is refused with the id of the first one, and taken by who names that', async () => {
  const [first, second] = [randomBytes(32), randomBytes(32)];
  const { id } = chainKey(first);
  await start('served', 'one', { linkKey: first });
  await start('served', 'two', { linkKey: first });
  const refused = { code: 'start.linkKeyOther', params: { id } };
  const others = [{ linkKey: second }, { linkKey: second, linkKeyReplaces: 'deadbeef' }, {}];
  for (const given of others) {
    await expect(start('served', 'two', given)).rejects.toMatchObject(refused);
  }
  expect(startRefusal(new AppError(refused.code, refused.params))).toContain(
    `LINK_KEY_REPLACES=${id}`,
  );

  const replacing = { linkKey: second, linkKeyReplaces: id };
  expect(await start('served', 'two', replacing)).toEqual(second);
  expect(await start('served', 'two', replacing)).toEqual(second);
  await expect(start('served', 'one', { linkKey: first })).rejects.toMatchObject({
    params: { id: chainKey(second).id },
  });
});
