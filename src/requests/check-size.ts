import type { Refusal } from './check-guests.ts';
import type { Problem, RequestWish } from './types.ts';

/** Guests in one request; each costs a look-up within a turn, which must be answered in seconds. */
export const MOST_GUESTS = 50;

/** Resources in one request; each costs several look-ups, in the turn that asks and at every press. */
export const MOST_RESOURCES = 10;

/** What of a wish is more than one request can take, told before anything is looked up. */
export function checkSize(wish: Pick<RequestWish, 'guests' | 'resources' | 'splits'>): Refusal[] {
  const found = [
    tooMany('request.tooManyGuests', wish.guests.length, MOST_GUESTS),
    tooMany('request.tooManyResources', countNames(wish), MOST_RESOURCES),
  ];
  return found.flatMap((problem) =>
    problem ? [{ address: null, problem, suggestion: null }] : [],
  );
}

function tooMany(code: string, count: number, max: number): Problem | null {
  return count > max ? { code, params: { count, max } } : null;
}

/** Names to look up at most: those of the most split reading, which stands last. */
function countNames({ resources, splits }: Pick<RequestWish, 'resources' | 'splits'>): number {
  const names = resources.flatMap((phrase) => splits?.[phrase]?.at(-1) ?? [phrase]);
  return new Set(names.map((name) => name.toLowerCase())).size;
}
