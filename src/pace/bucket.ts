import type { BucketRule, LimitRule } from './limit.ts';

/**
 * A bucket is kept as one number: the moment at which it will be full again if nobody takes anything.
 * A token costs the time in which one flows in, so room and cost are both milliseconds.
 */

/**
 * Calls do not arrive in the rhythm in which they were let go, so a bucket of ours is never quite as full
 * as the one it stands for: by a quarter of its window, at most by this.
 */
const MOST_SLACK_MS = 500;

const slackOf = (rule: BucketRule) => Math.min(MOST_SLACK_MS, rule.everyMs / 4);

/** What a full bucket holds, in milliseconds. */
export const roomOf = (rule: BucketRule) => rule.everyMs - slackOf(rule);

/** What so many tokens cost; more than the bucket holds costs all of it. `pace` below 1 makes them dearer. */
export function priceOf(rule: BucketRule, tokens: number, pace: number): number {
  return (Math.min(tokens, rule.size) * rule.everyMs) / rule.size / pace;
}

/** A bucket of which so much more has to flow in. */
export const taken = (fullAt: number, price: number, now: number) => Math.max(fullAt, now) + price;

/** Milliseconds until the bucket holds `price` and leaves `reserve` in it. 0: now. */
export function waitFor(
  rule: BucketRule,
  { fullAt, price, reserve, now }: { fullAt: number; price: number; reserve: number; now: number },
): number {
  const missing = Math.max(0, fullAt - now);
  const room = roomOf(rule) - reserve;
  const wait = missing - Math.max(0, room - price);
  // A hair of rounding must not cost another round of waiting.
  return wait <= 1e-6 ? 0 : wait;
}

/**
 * How long tokens that were drawn and not used may be kept, in milliseconds. Half of the slack, so that
 * what flows in meanwhile never makes the sum of all instances more than the limit allows.
 */
export function keepFor({ buckets }: LimitRule): number {
  return Math.min(...buckets.map((rule) => slackOf(rule) / 2));
}

/** Tokens that flow in while one may be kept: the portion that an instance draws at a time. */
export function portionOf(rule: LimitRule): number {
  if (rule.buckets.length === 0) return 0;
  const keepMs = keepFor(rule);
  return Math.floor(
    Math.min(...rule.buckets.map(({ size, everyMs }) => (size * keepMs) / everyMs)),
  );
}
