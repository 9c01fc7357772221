import { type SQL, sql } from 'drizzle-orm';
import { ACTIVITY_EVENTS } from './activity-events.ts';
import { claimNotice } from './notices.ts';
import { notices, requests } from './schema.ts';
import type { DbOrTx, Tx } from './types.ts';

/** One activity, by the ids that the channel gives it. */
export interface ActivityIds {
  readonly conversationId: string;
  /** null: it has none, and nothing is known of it. */
  readonly activityId: string | null;
}

/** What is noted of an activity stands under this. */
export function activitySubject({ conversationId, activityId }: ActivityIds): string {
  return `${conversationId} ${activityId}`;
}

/** Notes in the transaction of what an activity has changed that it is answered; one without an id cannot come again. */
export async function noteAnsweredIn(
  tx: Tx,
  activity: ActivityIds | null,
  at: Date,
): Promise<void> {
  if (!activity?.activityId) return;
  const event = ACTIVITY_EVENTS.answered;
  await claimNotice(tx, { subject: activitySubject(activity), event, activityId: null, at });
}

/** Whether this activity has made a request. */
export function hasMadeRequest(db: DbOrTx, activity: ActivityIds): Promise<boolean> {
  return holds(db, madeRequest(activity));
}

/** Whether `event` is noted of this activity, or it has made a request. */
export function isKnownActivity(
  db: DbOrTx,
  activity: ActivityIds,
  event: string,
): Promise<boolean> {
  const noted = sql`exists (
    select from ${notices} where subject = ${activitySubject(activity)} and event = ${event})`;
  return holds(db, sql`${noted} or ${madeRequest(activity)}`);
}

function madeRequest({ conversationId, activityId }: ActivityIds): SQL {
  return sql`exists (
    select from ${requests}
    where origin_conversation = ${conversationId} and origin_activity = ${activityId})`;
}

async function holds(db: DbOrTx, condition: SQL): Promise<boolean> {
  const { rows } = await db.execute<{ holds: boolean }>(sql`select ${condition} as holds`);
  return rows[0]?.holds === true;
}
