import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { bringUpToDate } from '../../src/db/migrate.ts';
import { FolderPglite } from '../../src/db/pglite.ts';
import { audit, auditWaiting, personKeys } from '../../src/db/schema.ts';
import { layFreshDatabase } from '../../src/db/template.ts';
import type { Db } from '../../src/db/types.ts';

const all = fileURLToPath(new URL('../../src/db/migrations', import.meta.url));

let folder: string;
let engine: FolderPglite;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guestlist-migration-'));
  await layFreshDatabase(join(folder, 'db'));
  engine = new FolderPglite(join(folder, 'db'));
});
afterEach(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

/** The migrations before the one that gave the audit its keys. */
async function earlierMigrations(): Promise<string> {
  const earlier = join(folder, 'migrations');
  await cp(all, earlier, { recursive: true });
  const file = (await readdir(all)).find((name) => name.endsWith('_audit-chain.sql')) ?? '';
  const path = join(earlier, 'meta', '_journal.json');
  const journal: { entries: { tag: string }[] } = JSON.parse(await readFile(path, 'utf8'));
  const until = journal.entries.findIndex(({ tag }) => `${tag}.sql` === file);
  await writeFile(path, JSON.stringify({ ...journal, entries: journal.entries.slice(0, until) }));
  return earlier;
}

test('rows from before keep what happened and when, and lose who it was', async () => {
  const lite = drizzle(engine);
  await migrate(lite, { migrationsFolder: await earlierMigrations() });
  await lite.execute(sql`
    insert into audit (at, actor, action, subject, before, after, correlation_id) values
      ('2026-11-20T10:00:00Z', 'John-Id', 'request.started', 'r1', null,
        '{"status":"pending","guests":["sam@gmail.com"],"decision":{"asked":[{"approvers":["megan-id"]}]}}', 'c1'),
      ('2026-11-20T10:01:00Z', 'guestlist', 'guest.failed', 'row-1', '{"status":"working"}',
        '{"address":"sam@gmail.com","status":"failed","problem":{"code":"guest.blocked","params":{"name":"Sam"}}}', 'c1'),
      ('2026-11-20T10:02:00Z', 'john-id', 'request.deniedByPolicy', 'chat-john activity-1', null,
        '{"problem":{"code":"policy.x","params":{}},"resources":["My secret plan"]}', 'c2')`);

  const db = lite as unknown as Db;
  await bringUpToDate(db);

  const [john] = await db.select().from(personKeys);
  expect(john).toMatchObject({ who: 'john-id', key: expect.stringMatching(/^[\w-]{43}$/) });
  const rows = await db.select().from(audit).orderBy(audit.id);
  expect(rows).toMatchObject([
    { actor: john?.ref, subject: 'r1', before: null, after: { status: 'pending' } },
    {
      actor: 'guestlist',
      at: new Date('2026-11-20T10:01:00Z'),
      before: { status: 'working' },
      after: { status: 'failed', problem: { code: 'guest.blocked' } },
    },
    { actor: john?.ref, subject: 'c2', after: { problem: { code: 'policy.x' } } },
  ]);
  expect(JSON.stringify(rows)).not.toMatch(/john|sam|gmail|megan|secret|params/i);
  expect(await db.select().from(auditWaiting)).toHaveLength(3);
});
