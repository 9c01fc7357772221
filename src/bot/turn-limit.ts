/** Whether somebody's turn is taken now; `paused` tells for how long not, and whether he has been told. */
export type TurnTaken =
  | { readonly kind: 'taken' }
  | { readonly kind: 'paused'; readonly seconds: number; readonly isFirst: boolean };

/** Keeps one person from taking the bot away from everybody else. */
export interface TurnLimit {
  take(personId: string): TurnTaken;
}

/** How long somebody who was too fast is not heard, in ms: long enough for a sentence to be read. */
const PAUSE_MS = 10_000;

interface Bucket {
  turns: number;
  at: number;
  pausedUntil: number;
}

/**
 * A bucket of turns per person: half a minute's worth at once, filled again as time passes. Who has emptied
 * it is paused. Kept in memory: each instance counts for itself, and forgets whoever has a full bucket.
 */
export function createTurnLimit(perMinute: number, now: () => number = Date.now): TurnLimit {
  const size = Math.max(1, perMinute / 2);
  const perMs = perMinute / 60_000;
  const buckets = new Map<string, Bucket>();
  const fullAfterMs = size / perMs + PAUSE_MS;

  /** The one longest unheard is the first: a bucket goes to the end with every turn. */
  const forget = (at: number) => {
    for (const [personId, bucket] of buckets) {
      if (at - bucket.at < fullAfterMs) return;
      buckets.delete(personId);
    }
  };
  return {
    take(personId) {
      const at = now();
      const bucket = buckets.get(personId) ?? { turns: size, at, pausedUntil: 0 };
      bucket.turns = Math.min(size, bucket.turns + (at - bucket.at) * perMs);
      bucket.at = at;
      buckets.delete(personId);
      buckets.set(personId, bucket);
      forget(at);
      const wasPaused = bucket.pausedUntil > at;
      if (!wasPaused && bucket.turns >= 1) {
        bucket.turns -= 1;
        return { kind: 'taken' };
      }
      if (!wasPaused) bucket.pausedUntil = at + Math.max(PAUSE_MS, (1 - bucket.turns) / perMs);
      const seconds = Math.max(2, Math.ceil((bucket.pausedUntil - at) / 1000));
      return { kind: 'paused', seconds, isFirst: !wasPaused };
    },
  };
}
