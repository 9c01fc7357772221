import { hasTimer, type NewTimer, setTimer } from '../db/timers.ts';
import type { Db } from '../db/types.ts';
import type { Clock } from './ports.ts';

/**
 * Stands while the requester has not been shown the card of what he asked for. The turn shows it and
 * clears the timer; where the turn was cut off, or Teams did not take the card, the timer has a job do it.
 */
export const FIRST_CARD_TIMER = 'first-card';

/** Longer than any turn lasts (Teams ends an invoke after 15 s), in milliseconds. */
const TURN_IS_OVER = 15_000;

/** The timer that is set in the transaction which makes the request. */
export function firstCardTimer({ now }: Clock, requestId: string): NewTimer {
  const dueAt = new Date(now().getTime() + TURN_IS_OVER);
  return { kind: FIRST_CARD_TIMER, subject: requestId, dueAt };
}

/** The turn is over and could not show the card: the job need not wait for it. false: there is a card already, and no job. */
export async function hurryFirstCard(db: Db, { now }: Clock, requestId: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    if (!(await hasTimer(tx, FIRST_CARD_TIMER, requestId))) return false;
    await setTimer(tx, { kind: FIRST_CARD_TIMER, subject: requestId, dueAt: now() });
    return true;
  });
}
