/** What a call counts against; `of` is the team, the mailbox or the conversation, where each has its own. */
export interface Limit<Kind extends string> {
  readonly kind: Kind;
  readonly of?: string;
}

/** A bucket of `size` tokens that fills up evenly in `everyMs`. */
export interface BucketRule {
  readonly size: number;
  readonly everyMs: number;
}

/** What stands behind a limit: buckets that must all give, and a number of calls at a time. */
export interface LimitRule {
  readonly buckets: readonly BucketRule[];
  readonly atOnce: number;
}

/** The rule of each kind of limit. */
export type LimitRules<Kind extends string> = Readonly<Record<Kind, LimitRule>>;

/** A rule of buckets alone: each `[size, everyMs]`. */
export function buckets(...each: readonly (readonly [size: number, everyMs: number])[]): LimitRule {
  return {
    buckets: each.map(([size, everyMs]) => ({ size, everyMs })),
    atOnce: Number.POSITIVE_INFINITY,
  };
}

/** A part of what a rule allows, for whoever cannot see what the others take; never less than one. */
export function shareOf(rule: LimitRule, share: number): LimitRule {
  return {
    buckets: rule.buckets.map(({ size, everyMs }) => ({
      size: Math.max(1, size * share),
      everyMs,
    })),
    atOnce: Math.max(1, Math.floor(rule.atOnce * share)),
  };
}
