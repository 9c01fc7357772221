import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import * as schema from '../../src/db/schema.ts';

// The package's ES module build looks for `require`: the other one works everywhere.
const kit: typeof import('drizzle-kit/api') = createRequire(import.meta.url)('drizzle-kit/api');
const meta = fileURLToPath(new URL('../../src/db/migrations/meta', import.meta.url));

test('the migrations make exactly the schema: nobody forgot `npm run migration`', async () => {
  const newest = (await readdir(meta))
    .filter((name) => name.endsWith('_snapshot.json'))
    .sort()
    .at(-1);
  const snapshot = JSON.parse(await readFile(join(meta, newest ?? ''), 'utf8'));

  const missing = await kit.generateMigration(
    snapshot,
    kit.generateDrizzleJson(schema, snapshot.id),
  );
  expect(missing).toEqual([]);
});
