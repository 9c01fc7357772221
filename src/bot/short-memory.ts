import type { Clock } from '../requests/ports.ts';

/**
 * What this process has learnt a moment ago, by a key of the caller's. For what may be a minute old, and
 * never for a decision.
 */
export interface ShortMemory {
  recall(key: string): string | null;
  note(key: string, value: string): void;
  forget(key: string): void;
  forgetAll(): void;
}

/** How long something is believed, in ms. */
const KEPT_MS = 60_000;
/** Beyond this many everything is forgotten: more people than that in a minute do not write to one process. */
const MOST_KEPT = 20_000;

/** A memory by this clock. */
export function createShortMemory(clock: Clock): ShortMemory {
  const kept = new Map<string, { readonly value: string; readonly at: number }>();
  return {
    recall(key) {
      const found = kept.get(key);
      if (!found) return null;
      return Math.abs(clock.now().getTime() - found.at) < KEPT_MS ? found.value : null;
    },
    note(key, value) {
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(key, { value, at: clock.now().getTime() });
    },
    forget: (key) => {
      kept.delete(key);
    },
    forgetAll: () => kept.clear(),
  };
}
