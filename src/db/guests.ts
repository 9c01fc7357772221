import { and, asc, eq, gt, inArray, isNotNull, isNull, ne, sql } from 'drizzle-orm';
import type { GuestStatus, Problem } from '../requests/types.ts';
import { grants, guests } from './schema.ts';
import type { DbOrTx, Tx } from './types.ts';

export type GuestRow = typeof guests.$inferSelect;
export type NewGuest = typeof guests.$inferInsert;
export type GrantRow = typeof grants.$inferSelect;

/** Takes the guests of a request away, with all that was to be given to them. */
export async function deleteGuests(tx: Tx, requestId: string): Promise<void> {
  await tx.delete(guests).where(eq(guests.requestId, requestId));
}

export async function findGuest(db: DbOrTx, id: string): Promise<GuestRow | null> {
  const [row] = await db.select().from(guests).where(eq(guests.id, id));
  return row ?? null;
}

export async function lockGuest(tx: Tx, id: string): Promise<GuestRow | null> {
  const [row] = await tx.select().from(guests).where(eq(guests.id, id)).for('update');
  return row ?? null;
}

export function guestsOf(db: DbOrTx, requestId: string): Promise<GuestRow[]> {
  return db.select().from(guests).where(eq(guests.requestId, requestId)).orderBy(guests.row);
}

export async function guestStatusesOf(db: DbOrTx, requestId: string): Promise<GuestStatus[]> {
  const rows = await db
    .selectDistinct({ status: guests.status })
    .from(guests)
    .where(eq(guests.requestId, requestId));
  return rows.map(({ status }) => status);
}

/** Of these rows, those whose guest and access are still to be brought about. */
export function rowsToProvision(
  db: DbOrTx,
  requestId: string,
  rowIds: readonly string[],
): Promise<GuestRow[]> {
  return db
    .select()
    .from(guests)
    .where(
      and(
        eq(guests.requestId, requestId),
        inArray(guests.id, [...rowIds]),
        inArray(guests.status, ['waiting', 'working']),
        isNull(guests.provisionedAt),
      ),
    )
    .orderBy(guests.row);
}

/** Changes a guest's row that still has this status. null: it has moved on. */
export async function changeGuest(
  tx: DbOrTx,
  row: Pick<GuestRow, 'id' | 'status'>,
  changes: Partial<NewGuest>,
  at: Date,
): Promise<GuestRow | null> {
  const [changed] = await tx
    .update(guests)
    .set({ ...changes, updatedAt: at })
    .where(and(eq(guests.id, row.id), eq(guests.status, row.status)))
    .returning();
  return changed ?? null;
}

/** Moves every row of a request that has one of these statuses. Gives the rows as they are then. */
export function moveGuests(
  tx: Tx,
  requestId: string,
  from: readonly GuestStatus[],
  changes: Partial<NewGuest>,
  at: Date,
): Promise<GuestRow[]> {
  return tx
    .update(guests)
    .set({ ...changes, updatedAt: at })
    .where(and(eq(guests.requestId, requestId), inArray(guests.status, [...from])))
    .returning();
}

/** Records the one draft that may be sent; false when another was recorded before. */
export async function recordDraft(
  db: DbOrTx,
  rowId: string,
  mailbox: string,
  draftId: string,
): Promise<boolean> {
  const recorded = await db
    .update(guests)
    .set({ mailbox, mailDraftId: draftId })
    .where(and(eq(guests.id, rowId), isNull(guests.mailDraftId)))
    .returning({ id: guests.id });
  return recorded.length === 1;
}

/**
 * Lets mails be written anew that were lost, of which neither drafts nor sent items know, or refused: a
 * person has asked for it. A mailbox that refused is remembered, for another one to be taken.
 */
export async function forgetLostMails(tx: Tx, requestId: string): Promise<void> {
  const cause = sql<string>`${guests.problem} ->> 'code'`;
  await tx
    .update(guests)
    .set({
      mailbox: sql`case when ${cause} = 'mail.mailboxRefused' then ${guests.mailbox} end`,
      mailDraftId: null,
    })
    .where(
      and(
        eq(guests.requestId, requestId),
        eq(guests.status, 'failed'),
        isNull(guests.mailedAt),
        inArray(cause, ['mail.lost', 'mail.mailboxRefused', 'mail.recipientRefused']),
      ),
    );
}

/** Forgets the draft of a mail that has not left. `mailbox`: the one that refused it, if one did. */
export async function forgetDraft(
  db: DbOrTx,
  rowId: string,
  mailbox: string | null,
): Promise<void> {
  await db
    .update(guests)
    .set({ mailbox, mailDraftId: null })
    .where(and(eq(guests.id, rowId), isNull(guests.mailedAt)));
}

/** Rows of these accounts that were mailed and whose guest has not been seen to arrive. */
export function rowsAwaiting(db: DbOrTx, userIds: readonly string[]): Promise<GuestRow[]> {
  if (userIds.length === 0) return Promise.resolve([]);
  return db
    .select()
    .from(guests)
    .where(
      and(
        inArray(guests.userId, [...userIds]),
        isNotNull(guests.mailedAt),
        isNull(guests.arrivedAt),
      ),
    );
}

/** The next rows (by id) after `after` whose guest is awaited, to be looked at one by one. */
export function awaitedAfter(db: DbOrTx, after: string, limit: number): Promise<GuestRow[]> {
  return db
    .select()
    .from(guests)
    .where(
      and(
        gt(guests.id, after),
        isNotNull(guests.userId),
        isNotNull(guests.mailedAt),
        isNull(guests.arrivedAt),
      ),
    )
    .orderBy(asc(guests.id))
    .limit(limit);
}

export function grantsOf(db: DbOrTx, rowId: string): Promise<GrantRow[]> {
  return db.select().from(grants).where(eq(grants.guestRowId, rowId));
}

/** Writes down what became of a grant that was not settled well before; false when it was. */
export async function settleGrant(
  tx: DbOrTx,
  grant: Pick<GrantRow, 'guestRowId' | 'resourceId'>,
  outcome: { readonly status: GrantRow['status']; readonly problem: Problem | null },
  at: Date,
): Promise<boolean> {
  const changed = await tx
    .update(grants)
    .set({ ...outcome, updatedAt: at })
    .where(and(grantIs(grant), ne(grants.status, 'done'), ne(grants.status, outcome.status)))
    .returning({ id: grants.resourceId });
  return changed.length > 0;
}

/** Records the message that welcomed him in this team's channel; false when one was recorded before. */
export async function recordWelcome(
  db: DbOrTx,
  grant: Pick<GrantRow, 'guestRowId' | 'resourceId'>,
  activityId: string,
): Promise<boolean> {
  const recorded = await db
    .update(grants)
    .set({ welcomeActivity: activityId })
    .where(and(grantIs(grant), isNull(grants.welcomeActivity)))
    .returning({ id: grants.resourceId });
  return recorded.length === 1;
}

/** Lets the failed grants of these rows be tried again. */
export async function reopenGrants(tx: Tx, rowIds: readonly string[], at: Date): Promise<void> {
  if (rowIds.length === 0) return;
  await tx
    .update(grants)
    .set({ status: 'waiting', problem: null, updatedAt: at })
    .where(and(inArray(grants.guestRowId, [...rowIds]), eq(grants.status, 'failed')));
}

function grantIs({ guestRowId, resourceId }: Pick<GrantRow, 'guestRowId' | 'resourceId'>) {
  return and(eq(grants.guestRowId, guestRowId), eq(grants.resourceId, resourceId));
}
