import { and, eq, isNull, sql } from 'drizzle-orm';
import { insertRows } from './insert-rows.ts';
import { requests, sentCards, timers } from './schema.ts';
import { timerId } from './timers.ts';
import type { Db, DbOrTx } from './types.ts';

/** A card that lies in a chat. */
export type SentCard = typeof sentCards.$inferSelect;

/** Keeps a card that was sent; the same message twice is one card. */
export async function keepSentCard(
  db: DbOrTx,
  card: Omit<SentCard, 'goneAt' | 'shownDigest'>,
): Promise<void> {
  await db
    .insert(sentCards)
    .values(card)
    .onConflictDoNothing({ target: [sentCards.conversationId, sentCards.activityId] });
}

/**
 * Keeps a card of a request that has not changed since it was drawn, and takes back the timer of this kind that
 * the request has. False: it has changed, or is gone; then nothing is written. One statement, and thereby a
 * transaction of its own: the request is locked, and looked at anew once the lock is there, before anything is
 * written.
 */
export async function keepCurrentCard(
  db: Db,
  card: Omit<SentCard, 'goneAt' | 'shownDigest'>,
  timerKind: string | null,
): Promise<boolean> {
  const { requestId, shownVersion } = card;
  const isCurrent = sql`exists (select from current)`;
  const { rows } = await db.execute<{ count: number }>(sql`
    with current as (
      select id from ${requests} where id = ${requestId} and version <= ${shownVersion} for update
    ), kept as (
      ${insertRows({ table: sentCards, rows: [card] }, isCurrent)}
      on conflict (conversation_id, activity_id) do nothing
    ), cleared as (
      delete from ${timers} where id = ${timerKind && timerId(timerKind, requestId)} and ${isCurrent}
    )
    select count(*)::int as count from current`);
  return rows[0]?.count === 1;
}

/** Cards of a request that still are where they were sent, oldest first. */
export function sentCardsOf(db: DbOrTx, requestId: string): Promise<SentCard[]> {
  return db
    .select()
    .from(sentCards)
    .where(and(eq(sentCards.requestId, requestId), isNull(sentCards.goneAt)))
    .orderBy(sentCards.createdAt, sentCards.id);
}

/** Whether the requester, or everybody in a shared chat, has been shown this request. */
export async function hasOwnCard(db: DbOrTx, requestId: string): Promise<boolean> {
  const cards = await sentCardsOf(db, requestId);
  return cards.some(({ role }) => role !== 'approver');
}

/** The card of one message, if it is one of ours. */
export async function sentCardAt(
  db: DbOrTx,
  conversationId: string,
  activityId: string,
): Promise<SentCard | null> {
  const [card] = await db
    .select()
    .from(sentCards)
    .where(and(eq(sentCards.conversationId, conversationId), eq(sentCards.activityId, activityId)));
  return card ?? null;
}

/** Notes which version of the request a card shows now, and by which message; false: it no longer showed `before`, so somebody else drew it meanwhile. */
export async function noteShownVersion(
  db: DbOrTx,
  shown: {
    readonly id: string;
    readonly before: number;
    readonly now: number;
    readonly digest: string | null;
  },
): Promise<boolean> {
  const { id, before, now, digest } = shown;
  const noted = await db
    .update(sentCards)
    .set({ shownVersion: now, shownDigest: digest })
    .where(and(eq(sentCards.id, id), eq(sentCards.shownVersion, before)))
    .returning({ id: sentCards.id });
  return noted.length > 0;
}

/** Notes that the message is gone: it is not redrawn any more. */
export async function noteCardGone(db: DbOrTx, id: string, at: Date): Promise<void> {
  await db
    .update(sentCards)
    .set({ goneAt: at })
    .where(and(eq(sentCards.id, id), isNull(sentCards.goneAt)));
}
