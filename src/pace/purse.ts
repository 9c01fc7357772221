import { keepFor, portionOf } from './bucket.ts';
import type { Grant, Wish } from './draw.ts';
import type { LimitRule } from './limit.ts';
import { hasPlaces, UNUSED_MS } from './places.ts';
import type { Queue, Waiter } from './queue.ts';
import type { Timer } from './timer.ts';

/** What an instance has drawn from one limit and not used yet: tokens, which go stale, and places, which do so more slowly. */
export interface Purse {
  /** Pays for a call; null when there is not enough. */
  pay(cost: number): { readonly place: string | undefined } | null;
  /** What to ask for so that everybody can go. What is here already is not asked for again. */
  wish(queue: Queue): Omit<Wish, 'by' | 'draw'>;
  /** The wish is on its way: what was left behind is said, and what is used counts anew. */
  asked(): void;
  receive(grant: Grant): void;
  /** A call is over, and its place is free. */
  leave(place: string): void;
  /** Nobody here needs what places there are. */
  leaveAll(): void;
  /** Whether there is something to be given back. */
  hasLeft(): boolean;
}

/** An empty purse. */
export function openPurse(rule: LimitRule, timer: Timer): Purse {
  const hasTokens = rule.buckets.length > 0;
  const keepMs = hasTokens ? keepFor(rule) : 0;
  const portion = portionOf(rule);
  let held = 0;
  let heldUntil = 0;
  let places: { readonly id: string; readonly until: number }[] = [];
  let left: string[] = [];
  let askedAt = Number.NEGATIVE_INFINITY;
  let used = 0;

  const tokens = () => (timer.now() <= heldUntil ? held : 0);
  /** One that has lain here for too long would come free while the call is still under way. */
  const leaveOld = (now: number) => {
    left.push(...places.filter(({ until }) => until < now).map(({ id }) => id));
    places = places.filter(({ until }) => until >= now);
  };
  return {
    pay(cost) {
      leaveOld(timer.now());
      if ((hasTokens && tokens() < cost) || (hasPlaces(rule) && places.length === 0)) return null;
      if (hasTokens) held = tokens() - cost;
      used += cost;
      return { place: places.shift()?.id };
    },
    wish(queue) {
      let rest = tokens();
      const missing = ({ cost }: Waiter) => {
        const covered = Math.min(rest, cost);
        rest -= covered;
        return cost - covered;
      };
      const lately = timer.now() - askedAt <= 2 * keepMs;
      return {
        urgent: queue.urgent.map(missing),
        bulk: queue.bulk.map(missing),
        used: lately ? Math.min(used, portion) : 0,
        left,
      };
    },
    asked() {
      left = [];
      used = 0;
      askedAt = timer.now();
    },
    receive(grant) {
      if (hasTokens) held = tokens() + grant.tokens;
      heldUntil = timer.now() + keepMs;
      const until = askedAt + UNUSED_MS;
      places = [...places, ...grant.places.map((id) => ({ id, until }))];
    },
    leave: (place) => left.push(place),
    leaveAll: () => leaveOld(Number.POSITIVE_INFINITY),
    hasLeft: () => left.length > 0,
  };
}
