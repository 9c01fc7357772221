import type { Grant, Wish } from './draw.ts';
import type { LimitRule } from './limit.ts';
import type { LimitState, Place, Waiting } from './state.ts';

/** A call that holds a place is over by then, with everything that belongs to it: whoever sends it sees to that. */
export const LONGEST_CALL_MS = 30_000;
/** How long a place may lie unused, from when it was asked for. */
export const UNUSED_MS = 5000;
/** How long a place is held at most. */
export const PLACE_MS = UNUSED_MS + LONGEST_CALL_MS;

/** How the places that a draw is given are called, in their order. */
export const placeId = ({ by, draw }: Pick<Wish, 'by' | 'draw'>, index: number) =>
  `${by} ${draw} ${index}`;

/** Whether only so many calls may be under way. */
export const hasPlaces = ({ atOnce }: LimitRule) => Number.isFinite(atOnce);

/** The places of one limit, while a draw is decided. */
export function openPlaces(
  state: LimitState,
  rule: LimitRule,
  { wish, others, now }: { wish: Wish; others: readonly Waiting[]; now: number },
) {
  const held = state.places.filter(({ id, until }) => until > now && !wish.left.includes(id));
  const most = mostFor(rule, held, others, wish.by);
  const given: Place[] = [];
  return {
    areOut: () => given.length >= most,
    give() {
      if (!hasPlaces(rule)) return;
      given.push({ id: placeId(wish, given.length), by: wish.by, until: now + PLACE_MS });
    },
    given: (): Grant['places'] => given.map(({ id }) => id),
    hasChanged: () => given.length > 0 || held.length < state.places.length,
    all: (): readonly Place[] => [...held, ...given],
  };
}

/** How many more places this instance may take: where others wait, no more than its part. */
function mostFor(
  rule: LimitRule,
  held: readonly Place[],
  others: readonly Waiting[],
  by: string,
): number {
  const free = rule.atOnce - held.length;
  if (others.length === 0) return free;
  const mine = held.filter((place) => place.by === by).length;
  const part = Math.max(1, Math.floor(rule.atOnce / (others.length + 1)));
  return Math.min(free, part - mine);
}
