import { and, eq, inArray, lte, notInArray, or, sql } from 'drizzle-orm';
import { timers } from './schema.ts';
import type { DbOrTx, Tx } from './types.ts';

/** A timer that has come due. `subject`: what it is about, as its kind understands it. */
export interface DueTimer {
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  readonly dueAt: Date;
}

/** A timer that is to be set. */
export type NewTimer = Omit<DueTimer, 'id'>;

/** Sets the one timer of this kind for this subject, or moves it. */
export async function setTimer(tx: DbOrTx, timer: NewTimer): Promise<void> {
  await tx
    .insert(timers)
    .values(timerRow(timer))
    .onConflictDoUpdate({ target: timers.id, set: { dueAt: timer.dueAt } });
}

/** The row of a timer. */
export function timerRow(timer: NewTimer): typeof timers.$inferInsert {
  return { id: timerId(timer.kind, timer.subject), ...timer };
}

/** The id of the one timer of this kind for this subject. */
export function timerId(kind: string, subject: string): string {
  return `${kind}:${subject}`;
}

/** Whether this timer is set, due or not. */
export async function hasTimer(db: DbOrTx, kind: string, subject: string): Promise<boolean> {
  const [set] = await db
    .select({ id: timers.id })
    .from(timers)
    .where(eq(timers.id, timerId(kind, subject)));
  return set !== undefined;
}

/** Takes a timer back; none is fine. */
export async function clearTimer(tx: DbOrTx, kind: string, subject: string): Promise<void> {
  await tx.delete(timers).where(eq(timers.id, timerId(kind, subject)));
}

/**
 * Takes the timer that has been due the longest, for this transaction: it comes back when that fails,
 * and is gone when it commits. What another transaction holds is passed over.
 */
export async function takeDueTimer(
  tx: Tx,
  wish: { now: Date; kinds: readonly string[]; except: readonly string[] },
): Promise<DueTimer | null> {
  if (wish.kinds.length === 0) return null;
  const next = tx
    .select({ id: timers.id })
    .from(timers)
    .where(
      and(
        lte(timers.dueAt, wish.now),
        inArray(timers.kind, [...wish.kinds]),
        wish.except.length === 0 ? undefined : notInArray(timers.id, [...wish.except]),
      ),
    )
    .orderBy(timers.dueAt)
    .limit(1)
    .for('update', { skipLocked: true });
  const [taken] = await tx.delete(timers).where(inArray(timers.id, next)).returning();
  return taken ?? null;
}

/** Counts the timers that have come due and wait to be taken; of the kinds in `unfinished` those that are yet to come, too. To be run, or to be part of a larger statement. */
export function countDueTimers(db: DbOrTx, now: Date, unfinished: readonly string[]) {
  return db
    .select({ due: sql<number>`count(*)::int` })
    .from(timers)
    .where(or(lte(timers.dueAt, now), inArray(timers.kind, [...unfinished])));
}
