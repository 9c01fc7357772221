import { chainKey } from '../../src/audit/chain-key.ts';
import { createSequencer } from '../../src/audit/link-rows.ts';
import { type AuditEntry, appendAudit } from '../../src/db/audit.ts';
import { audit, auditChain, auditWaiting, facts, personKeys } from '../../src/db/schema.ts';
import type { Db } from '../../src/db/types.ts';
import { behindItsBack } from '../support/behind-its-back.ts';

export const key = chainKey(new Uint8Array(32).fill(7));

const entry: AuditEntry = {
  at: new Date('2026-11-21T12:00:00Z'),
  actor: 'guestlist',
  action: 'request.done',
  subject: 'r1',
  correlationId: 'c1',
};

/** Writes one audit row in a transaction of its own. */
export function append(db: Db, changes: Partial<AuditEntry> = {}): Promise<void> {
  return db.transaction((tx) => appendAudit(tx, { ...entry, ...changes }));
}

/** Links whatever waits. */
export function link(db: Db): Promise<void> {
  return createSequencer({ db, key }).link();
}

/** Takes every audit row and everything about it. */
export function emptyAudit(db: Db): Promise<void> {
  return behindItsBack(db, async (tx) => {
    for (const table of [audit, auditChain, auditWaiting, personKeys, facts]) {
      await tx.delete(table);
    }
  });
}
