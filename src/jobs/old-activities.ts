import { ACTIVITIES_KEPT_MS, forgetActivities } from '../db/notices.ts';
import { hasTimer, setTimer } from '../db/timers.ts';
import type { Db, Tx } from '../db/types.ts';
import type { Clock } from '../requests/ports.ts';

/** Comes due once a day and forgets activities that are too old to be carried out again. */
export const OLD_ACTIVITIES_TIMER = 'old-activities';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Rows forgotten in one transaction; where there are more, the next one follows at once. */
const MOST = 5000;

/** Sets the first timer, where none is set. */
export async function awaitOldActivities(db: Db, { now }: Clock): Promise<void> {
  if (await hasTimer(db, OLD_ACTIVITIES_TIMER, '')) return;
  await setNext(db, new Date(now().getTime() + DAY_MS));
}

/** What the timer causes: some rows fewer, and the next timer. */
export async function forgetOldActivities(tx: Tx, now: Date): Promise<void> {
  const gone = await forgetActivities(tx, new Date(now.getTime() - ACTIVITIES_KEPT_MS), MOST);
  await setNext(tx, gone < MOST ? new Date(now.getTime() + DAY_MS) : now);
}

function setNext(db: Db | Tx, dueAt: Date): Promise<void> {
  return setTimer(db, { kind: OLD_ACTIVITIES_TIMER, subject: '', dueAt });
}
