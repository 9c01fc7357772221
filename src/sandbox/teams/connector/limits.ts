import type { Limit, Limits } from '../../conditions/limits.ts';
import { connectorRefusal } from './errors.ts';

/** What a call does to a conversation, as far as limits tell it apart. */
export type Kind = 'send' | 'create' | 'roster';

function windows(name: Kind, ...sizes: readonly [size: number, seconds: number][]): Limit[] {
  return sizes.map(([size, seconds]) => ({ name: `connector ${name} ${seconds}s`, size, seconds }));
}

/** Per bot and conversation. Source: Microsoft's page on rate limits for bots in Teams. */
const limitsOf: Readonly<Record<Kind, readonly Limit[]>> = {
  send: windows('send', [7, 1], [8, 2], [60, 30], [1800, 3600]),
  create: windows('create', [7, 1], [8, 2], [60, 30], [1800, 3600]),
  roster: windows('roster', [14, 1], [16, 2], [120, 30], [3600, 3600]),
};

/** Lets a call pass, or throws a refusal with 429 and `Retry-After`. */
export function pass(limits: Limits, kind: Kind, conversationId: string): void {
  const draws = limitsOf[kind].map((limit) => ({ limit, key: conversationId, cost: 1 }));
  const passage = limits.take(draws);
  if (passage.passes) return;
  const headers: Record<string, string> =
    passage.waitSeconds === null ? {} : { 'Retry-After': String(passage.waitSeconds) };
  throw connectorRefusal('Throttled', '', headers);
}
