import type { BucketRule } from './limits.ts';

/** Tokens left in one bucket at a moment of the pacer's timer. */
export interface Bucket {
  readonly rule: BucketRule;
  left: number;
  at: number;
}

/** A full bucket. */
export function fullBucket(rule: BucketRule, now: number): Bucket {
  return { rule, left: rule.size, at: now };
}

/** Lets what has come in since the last look flow in; `pace` below 1 slows that down. */
export function refill(bucket: Bucket, now: number, pace: number): void {
  const come = ((now - bucket.at) * bucket.rule.size * pace) / bucket.rule.everyMs;
  bucket.left = Math.min(bucket.rule.size, bucket.left + Math.max(0, come));
  bucket.at = now;
}

/** Milliseconds until `cost` tokens are there, from what `refill` left. 0: now. */
export function waitFor(bucket: Bucket, cost: number, pace: number): number {
  const missing = cost - bucket.left;
  // A hair of rounding must not cost another round of waiting.
  if (missing <= 1e-6) return 0;
  return (missing * bucket.rule.everyMs) / (bucket.rule.size * pace);
}
