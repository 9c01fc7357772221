import { audit } from './schema.ts';
import type { Tx } from './types.ts';

/** One change, for the record. Never a redeem link, a token or a card in `before` and `after`. */
export interface AuditEntry {
  readonly at: Date;
  /** Entra object id of who acted, or `guestlist` for the product itself. */
  readonly actor: string;
  /** `noun.verb`, like `request.approved`. */
  readonly action: string;
  /** What was changed: the id of a request, or of a guest row. */
  readonly subject: string;
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
  readonly correlationId: string;
}

/** Writes the row of a change, in the transaction of that change. */
export async function appendAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  await tx.insert(audit).values(entry);
}
