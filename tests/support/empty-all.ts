import { randomUUID } from 'node:crypto';
import { beginAnew } from '../../src/db/empty-all.ts';
import type { Db } from '../../src/db/types.ts';

/** Empties every table of the product, and the queue, as a new beginning does: the first of all finds nothing to empty. */
export async function emptyAll(db: Db): Promise<void> {
  for (const value of [randomUUID(), randomUUID()]) {
    await beginAnew(db, { key: 'tests.epoch', value, at: new Date() });
  }
}
