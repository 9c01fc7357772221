import { sql } from 'drizzle-orm';
import type { Db, Tx } from '../../src/db/types.ts';

/** Changes rows as somebody can who has the database: nothing that guards the audit is asked. */
export function behindItsBack(db: Db, change: (tx: Tx) => Promise<unknown>): Promise<void> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await change(tx);
  });
}
