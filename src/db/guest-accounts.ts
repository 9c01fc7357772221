import { and, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import { changeGuest, type GuestRow } from './guests.ts';
import { grants, guests, notices } from './schema.ts';
import type { DbOrTx, Tx } from './types.ts';

/** An account with a redeem link of it that we hold, sealed. */
export interface InvitedAs {
  readonly userId: string;
  readonly redeemLink: string;
  readonly knownAt: Date | null;
}

/** The newest redeem link we hold for this account; null: none. */
export function heldLink(db: DbOrTx, userId: string): Promise<InvitedAs | null> {
  return newest(db, eq(guests.userId, userId));
}

/** Whom a row with this address was last invited as, whatever the directory knows of him; null: nobody. */
export function invitedAs(db: DbOrTx, address: string): Promise<InvitedAs | null> {
  return newest(db, eq(sql`lower(${guests.address})`, address.toLowerCase()));
}

async function newest(db: DbOrTx, which: SQL): Promise<InvitedAs | null> {
  const { userId, redeemLink, knownAt } = guests;
  const [row] = await db
    .select({ userId, redeemLink, knownAt })
    .from(guests)
    .where(and(which, isNotNull(userId), isNotNull(redeemLink)))
    .orderBy(sql`${knownAt} desc nulls last`)
    .limit(1);
  return row?.userId && row.redeemLink
    ? { userId: row.userId, redeemLink: row.redeemLink, knownAt: row.knownAt }
    : null;
}

/** Forgets the account of a row and all that was given to it: the row begins anew. null: it has moved on. */
export async function forgetAccount(tx: Tx, row: GuestRow, at: Date): Promise<GuestRow | null> {
  const waiting = {
    status: 'waiting',
    problem: null,
    welcomeActivity: null,
    updatedAt: at,
  } as const;
  await tx.update(grants).set(waiting).where(eq(grants.guestRowId, row.id));
  await tx.delete(notices).where(eq(notices.subject, row.id));
  const his = { userId: null, knownAt: null, redeemLink: null };
  const told = { mailbox: null, mailDraftId: null, mailedAt: null, microsoftMailedAt: null };
  return changeGuest(tx, row, { ...his, ...told, arrivedAt: null, welcomedAt: null }, at);
}

/** Hands every row of this account the newest link: an invitation has made the earlier ones invalid. */
export async function spreadLink(tx: Tx, userId: string, link: string): Promise<void> {
  await tx
    .update(guests)
    .set({ redeemLink: link })
    .where(and(eq(guests.userId, userId), isNull(guests.arrivedAt)));
}
