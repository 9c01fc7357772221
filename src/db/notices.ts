import { and, eq } from 'drizzle-orm';
import { notices } from './schema.ts';
import type { DbOrTx } from './types.ts';

/** Something that was told: `activityId` is null while it is not known to have arrived. */
export interface Notice {
  readonly activityId: string | null;
}

/** What is known of telling `subject` of `event`: null when nobody has begun to. */
export async function findNotice(
  db: DbOrTx,
  subject: string,
  event: string,
): Promise<Notice | null> {
  const [found] = await db
    .select({ activityId: notices.activityId })
    .from(notices)
    .where(and(eq(notices.subject, subject), eq(notices.event, event)));
  return found ?? null;
}

/** Notes that `subject` was told of `event`. True for the first caller only. */
export async function claimNotice(
  db: DbOrTx,
  notice: { subject: string; event: string; activityId: string | null; at: Date },
): Promise<boolean> {
  const claimed = await db
    .insert(notices)
    .values(notice)
    .onConflictDoNothing()
    .returning({ subject: notices.subject });
  return claimed.length === 1;
}

/** Lets something be told again, because it has come anew. */
export async function forgetNotice(db: DbOrTx, subject: string, event: string): Promise<void> {
  await db.delete(notices).where(and(eq(notices.subject, subject), eq(notices.event, event)));
}
