import { portionOf, priceOf, roomOf, taken, waitFor } from './bucket.ts';
import type { LimitRule } from './limit.ts';
import type { LimitState } from './state.ts';

/** Of large limits bulk leaves this share to people. */
const RESERVE = 0.05;
const LARGE = 100;

/** The buckets of one limit at a moment, to be taken from. The state stays as it is. */
export function openTokens(state: LimitState, rule: LimitRule, now: number) {
  const pace = now < state.pacedUntil ? state.pace : 1;
  const fullAt = rule.buckets.map((_, index) => state.fullAt[index] ?? 0);
  let taking = 0;
  return {
    /** How long until a call may go, in milliseconds. 0: now. */
    waitMs(cost: number, urgent: boolean): number {
      const waits = rule.buckets.map((bucket, index) =>
        waitFor(bucket, {
          fullAt: fullAt[index] ?? 0,
          price: priceOf(bucket, cost, pace),
          reserve: urgent ? 0 : reserveOf(rule, index),
          now,
        }),
      );
      return Math.max(0, state.stoppedUntil - now, ...waits);
    },
    take(cost: number): void {
      for (const [index, bucket] of rule.buckets.entries()) {
        fullAt[index] = taken(fullAt[index] ?? 0, priceOf(bucket, cost, pace), now);
      }
      taking += cost;
    },
    /** What may be taken in advance: a portion while the buckets are more than half full, else as much as was used. */
    spare(used: number): number {
      const portion = portionOf(rule);
      const isMuch = rule.buckets.every(
        (bucket, index) => (fullAt[index] ?? 0) - now < roomOf(bucket) / 2,
      );
      return isMuch ? portion : Math.min(portion, used);
    },
    taken: () => taking,
    fullAt: (): readonly number[] => fullAt,
  };
}

function reserveOf(rule: LimitRule, index: number): number {
  const bucket = rule.buckets[index];
  return bucket && bucket.size >= LARGE ? roomOf(bucket) * RESERVE : 0;
}

/** How long each of these calls has to wait when they go one after another. What others take is not foreseen. */
export function expectedWaits(
  state: LimitState,
  rule: LimitRule,
  calls: readonly { readonly cost: number; readonly urgent: boolean }[],
  now: number,
): readonly number[] {
  const tokens = openTokens(state, rule, now);
  return calls.map(({ cost, urgent }) => {
    const wait = tokens.waitMs(cost, urgent);
    tokens.take(cost);
    return wait;
  });
}
