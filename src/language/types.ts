import type { RequestWish } from '../requests/types.ts';

/** What a sentence that could not be read whole still lacks, or says wrongly. Codes of `errors.*`. */
export interface Gap {
  /** `sentence.noGuest`, `sentence.noResource`, `sentence.dateUnclear`, `sentence.datePast`, … */
  readonly code: string;
  readonly params: Readonly<Record<string, string>>;
}

/** A message in chat, read. */
export type Command =
  | { readonly kind: 'invite'; readonly wish: RequestWish; readonly gaps: readonly Gap[] }
  | { readonly kind: 'myRequests' }
  | { readonly kind: 'waitingForMe' }
  | { readonly kind: 'status'; readonly subject: string }
  | { readonly kind: 'cancel'; readonly subject: string }
  | { readonly kind: 'help' }
  | { readonly kind: 'signIn' }
  | { readonly kind: 'signOut' }
  | { readonly kind: 'thanks' }
  | { readonly kind: 'greeting' }
  /** Nothing we know; `nearest` is a command that would be understood, where one is close. */
  | { readonly kind: 'unknown'; readonly text: string; readonly nearest: string | null };

/** A message as Teams delivers it, reduced to what a reader needs. */
export interface IncomingText {
  /** `activity.text`, mentions still inside as `<at>…</at>`. */
  readonly text: string;
  /** The text/html attachment, where Teams sent one (pasted addresses are anchors there). */
  readonly html: string | null;
  /** Exact texts of the mentions of the bot itself, to be removed. */
  readonly botMentions: readonly string[];
}

/** Texts of one language. `t('errors.guest.plusAddress', { address })`; a missing key or parameter throws. */
export interface Texts {
  readonly locale: string;
  t(key: string, params?: Record<string, string | number>): string;
  /** A calendar day, `2026-03-31` → `31 March 2026`. */
  day(isoDay: string): string;
  /** `a, b and c`. */
  list(items: readonly string[]): string;
}
