/** A limit: `size` at once, refilled evenly over `seconds`. */
export interface Limit {
  readonly name: string;
  readonly size: number;
  readonly seconds: number;
  /** Some limits of Graph do not say when to come back. */
  readonly silent?: boolean;
}

/** What a call takes from a limit. `key` names the bucket: a tenant, a team, a mailbox, a conversation. */
export interface Draw {
  readonly limit: Limit;
  readonly key: string;
  readonly cost: number;
}

/** Whether a call may pass. `waitSeconds`: whole seconds until the same call would pass. `used`: share of the fullest bucket. */
export type Passage =
  | { readonly passes: true; readonly used: number }
  | { readonly passes: false; readonly waitSeconds: number | null; readonly limit: string };

export interface Limits {
  /** Takes from every bucket named, or from none when one of them is too empty. */
  take(draws: readonly Draw[]): Passage;
  /** A place among `most` calls at a time; null when all are taken. Give it back by calling it. */
  enter(key: string, most: number): (() => void) | null;
  /** 10 refills each bucket ten times as fast and leaves its size; `off` lets everything pass. */
  scale: number | 'off';
  reset(): void;
}

interface Bucket {
  left: number;
  at: number;
}

/** Full buckets, on the machine's clock: a moved WoodGrove clock must not refill them. */
export function openLimits(now: () => number = () => performance.now()): Limits {
  const buckets = new Map<string, Bucket>();
  const inside = new Map<string, number>();

  function bucketOf(draw: Draw, scale: number): Bucket {
    const name = `${draw.limit.name} ${draw.key}`;
    const known = buckets.get(name) ?? { left: draw.limit.size, at: now() };
    const refill = ((now() - known.at) / 1000) * (draw.limit.size / draw.limit.seconds) * scale;
    known.left = Math.min(draw.limit.size, known.left + refill);
    known.at = now();
    buckets.set(name, known);
    return known;
  }

  return {
    scale: 1,
    take(draws) {
      const { scale } = this;
      if (scale === 'off') return { passes: true, used: 0 };
      const drawn = draws.map((draw) => ({ draw, bucket: bucketOf(draw, scale) }));
      for (const { draw, bucket } of drawn) {
        const missing = draw.cost - bucket.left;
        if (missing <= 1e-9) continue;
        const seconds = missing / ((draw.limit.size / draw.limit.seconds) * scale);
        const waitSeconds = draw.limit.silent ? null : Math.max(1, Math.ceil(seconds));
        return { passes: false, waitSeconds, limit: draw.limit.name };
      }
      let used = 0;
      for (const { draw, bucket } of drawn) {
        bucket.left -= draw.cost;
        used = Math.max(used, 1 - bucket.left / draw.limit.size);
      }
      return { passes: true, used };
    },
    enter(key, most) {
      if (this.scale === 'off') return () => {};
      const there = inside.get(key) ?? 0;
      if (there >= most) return null;
      inside.set(key, there + 1);
      return () => inside.set(key, (inside.get(key) ?? 1) - 1);
    },
    reset() {
      buckets.clear();
      this.scale = 1;
    },
  };
}
