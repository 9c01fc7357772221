import type { AdaptiveCard } from './adaptive-card.ts';

/**
 * Bytes of a card's JSON at most. Teams refuses a message over 28 KB, envelope included; interface.md
 * wants less than 25 KB.
 */
export const CARD_BYTES = 24_500;

/** How much of long lists and long texts a card shows. */
export interface Limits {
  /** Entries of a list before `and n more`. */
  readonly entries: number;
  /** UTF-16 units of one text. */
  readonly words: number;
  /** UTF-16 units of a name or an address. */
  readonly name: number;
}

const LADDER: readonly Limits[] = [
  { entries: 10, words: 600, name: 254 },
  { entries: 10, words: 200, name: 80 },
  { entries: 5, words: 120, name: 60 },
  { entries: 3, words: 60, name: 40 },
];

/** UTF-8 bytes that `value` takes as JSON. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value), 'utf8');
}

/** The most talkative card of `build` that Teams takes. */
export function fitting(build: (limits: Limits) => AdaptiveCard): AdaptiveCard {
  for (const limits of LADDER) {
    const card = build(limits);
    if (jsonBytes(card) <= CARD_BYTES) return card;
  }
  return build({ entries: 1, words: 40, name: 30 });
}
