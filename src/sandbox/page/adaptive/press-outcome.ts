import type { Pressed } from '../api/shapes.ts';
import { type CardJson, isObject } from '../chat/activity.ts';

/** What came of a press. */
export type PressOutcome =
  /** A card for this person's eyes, until the message changes. */
  | { kind: 'card'; card: CardJson }
  /** A sentence the bot answered with. */
  | { kind: 'sentence'; text: string }
  | { kind: 'nothing' }
  /** Nobody answered. */
  | { kind: 'botDown' }
  | { kind: 'error'; status: number; text: string | null };

/** Reads the bot's answer to an invoke, in the forms that Teams knows. */
export function readOutcome({ status, body }: Pressed): PressOutcome {
  if (status === 0) return { kind: 'botDown' };
  if (status >= 400) return { kind: 'error', status, text: sentenceIn(body) };
  if (!isObject(body)) return { kind: 'nothing' };
  const { statusCode, type, value } = body;
  if (type === 'application/vnd.microsoft.card.adaptive' && isObject(value)) {
    return { kind: 'card', card: value };
  }
  const text = sentenceIn(value);
  if (typeof statusCode === 'number' && statusCode >= 400) {
    return { kind: 'error', status: statusCode, text };
  }
  return text ? { kind: 'sentence', text } : { kind: 'nothing' };
}

function sentenceIn(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() || null;
  if (!isObject(value)) return null;
  return sentenceIn(value.message) ?? sentenceIn(value.error);
}
