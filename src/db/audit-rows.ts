import { and, asc, eq, gt, inArray, or } from 'drizzle-orm';
import { audit, guests } from './schema.ts';
import type { DbOrTx } from './types.ts';

/** One row of the audit. */
export type AuditRow = typeof audit.$inferSelect;

/** Rows about a request or one of its guests, by id, after this one. */
export function rowsOfRequest(
  db: DbOrTx,
  requestId: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<AuditRow[]> {
  const itsGuests = db
    .select({ id: guests.id })
    .from(guests)
    .where(eq(guests.requestId, requestId));
  const concerns = or(eq(audit.subject, requestId), inArray(audit.subject, itsGuests));
  return db
    .select()
    .from(audit)
    .where(and(concerns, gt(audit.id, after)))
    .orderBy(asc(audit.id))
    .limit(limit);
}
