import { setImmediate as nextTurn } from 'node:timers/promises';
import { and, eq, inArray, lt, sql } from 'drizzle-orm';
import { ACTIVITY_EVENTS } from './activity-events.ts';
import { notices } from './schema.ts';
import type { DbOrTx } from './types.ts';

/** How long it is known what was done for an activity, in ms: it may be delivered again. */
export const ACTIVITIES_KEPT_MS = 31 * 24 * 60 * 60 * 1000;

/** Something that was told: `activityId` is null while it is not known to have arrived. */
export interface Notice {
  readonly activityId: string | null;
  readonly at: Date;
}

/** What is known of telling `subject` of `event`: null when nobody has begun to. */
export async function findNotice(
  db: DbOrTx,
  subject: string,
  event: string,
): Promise<Notice | null> {
  const [found] = await db
    .select({ activityId: notices.activityId, at: notices.at })
    .from(notices)
    .where(and(eq(notices.subject, subject), eq(notices.event, event)));
  return found ?? null;
}

/** What is to be told, by whoever is the first to note it. */
export type NewNotice = Readonly<typeof notices.$inferInsert>;

/** Notes that `subject` was told of `event`. True for the first caller only. */
export async function claimNotice(db: DbOrTx, notice: NewNotice): Promise<boolean> {
  return (await insertNotices(db, [notice])).length === 1;
}

/** Claims one notice, as `claimNotice` does. */
export type ClaimNotice = (notice: NewNotice) => Promise<boolean>;

interface Claim {
  readonly notice: NewNotice;
  readonly resolve: (isFirst: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Claims that come while others are being written are written together with the next: each commit waits
 * for the disk, and many people may be answered at once.
 */
export function gatherClaims(db: DbOrTx): ClaimNotice {
  let waiting: Claim[] = [];
  let isWriting = false;
  const write = async () => {
    isWriting = true;
    // Whoever else has got this far by now comes along.
    await nextTurn();
    while (waiting.length > 0) {
      const claims = waiting;
      waiting = [];
      await settle(db, claims);
    }
    isWriting = false;
  };
  return (notice) =>
    new Promise((resolve, reject) => {
      waiting.push({ notice, resolve, reject });
      if (!isWriting) void write();
    });
}

async function settle(db: DbOrTx, claims: readonly Claim[]): Promise<void> {
  try {
    const keyOf = ({ subject, event }: Pick<NewNotice, 'subject' | 'event'>) =>
      JSON.stringify([subject, event]);
    // In one order everywhere, or two instances could wait for each other.
    const sorted = claims
      .map(({ notice }) => notice)
      .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    const claimed = new Set((await insertNotices(db, sorted)).map(keyOf));
    // Of several with the same key the first one has it.
    for (const { notice, resolve } of claims) resolve(claimed.delete(keyOf(notice)));
  } catch (error) {
    for (const { reject } of claims) reject(error);
  }
}

function insertNotices(db: DbOrTx, wanted: readonly NewNotice[]) {
  return db
    .insert(notices)
    .values([...wanted])
    .onConflictDoNothing()
    .returning({ subject: notices.subject, event: notices.event });
}

/** Lets something be told again, because it has come anew. */
export async function forgetNotice(db: DbOrTx, subject: string, event: string): Promise<void> {
  await db.delete(notices).where(and(eq(notices.subject, subject), eq(notices.event, event)));
}

/** Forgets up to `most` activities of before `before`; gives how many there were. */
export async function forgetActivities(db: DbOrTx, before: Date, most: number): Promise<number> {
  const old = db
    .select({ row: sql`ctid` })
    .from(notices)
    .where(and(inArray(notices.event, Object.values(ACTIVITY_EVENTS)), lt(notices.at, before)))
    .limit(most);
  const gone = await db
    .delete(notices)
    .where(inArray(sql`ctid`, old))
    .returning({ event: notices.event });
  return gone.length;
}
