import { setTimeout as wait } from 'node:timers/promises';
import type { Noted, SandboxClient } from './sandbox-client.ts';

/** A message as it stands in a chat after every edit: its words and, where it has one, its card. */
export interface Standing {
  readonly activityId: string;
  /** The message it answers, where it answers one. */
  readonly replyTo: string | null;
  readonly fromBot: boolean;
  /** Everything a person can read of it, card and buttons included. */
  readonly words: string;
  readonly card: object | null;
  readonly mentions: readonly string[];
}

/** The messages of a chat as a person sees them now, oldest first. */
export async function readChat(
  sandbox: SandboxClient,
  conversationId: string,
): Promise<Standing[]> {
  const standing = new Map<string, Standing>();
  for (const noted of await sandbox.messages(conversationId)) {
    if (noted.op === 'delete') standing.delete(noted.activityId);
    else if (noted.activity.type === 'message' || noted.activity.type === undefined) {
      const before = standing.get(noted.activityId);
      standing.set(noted.activityId, toStanding(noted, before?.replyTo));
    }
  }
  return [...standing.values()];
}

/** Waits until a message of the bot says all of `words`, and gives the newest such one. */
export async function untilSaid(
  sandbox: SandboxClient,
  conversationId: string,
  ...words: readonly (string | RegExp)[]
): Promise<Standing> {
  let seen: Standing[] = [];
  for (let tries = 0; tries < 200; tries += 1) {
    seen = await readChat(sandbox, conversationId);
    const said = seen.findLast((each) => each.fromBot && words.every((word) => says(each, word)));
    if (said) return said;
    await wait(50);
  }
  const last = seen.map(({ words: text }) => `- ${text}`).join('\n');
  throw new Error(`nobody said ${words.join(' + ')} within 10 s; the chat says:\n${last}`);
}

function says({ words }: Standing, word: string | RegExp): boolean {
  return typeof word === 'string' ? words.includes(word) : word.test(words);
}

/** An edited message still answers what it answered. */
function toStanding({ activityId, activity }: Noted, answered: string | null = null): Standing {
  const card = activity.attachments?.find(
    ({ contentType }) => contentType === 'application/vnd.microsoft.card.adaptive',
  )?.content;
  const mentions = (activity.entities ?? []).filter(({ type }) => type === 'mention');
  return {
    activityId,
    replyTo: answered ?? activity.replyToId ?? null,
    fromBot: (activity.from?.id ?? '').startsWith('28:'),
    words: [activity.text ?? '', ...wordsOf(card)].join(' '),
    card: typeof card === 'object' ? card : null,
    mentions: mentions.map(({ text }) => String(text)),
  };
}

const SHOWN = new Set(['text', 'title', 'value', 'label', 'placeholder']);

/** Every text of a card that can be seen, in order; what only screen readers and notifications get is left out. */
export function wordsOf(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(wordsOf);
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) => {
    if (key === 'fallback' || key === 'data' || key === 'speak' || key === 'fallbackText')
      return [];
    // What keeps clients from seeing markup in a text (cards/escape.ts) is nothing that people see.
    if (typeof value === 'string') return SHOWN.has(key) ? [value.replaceAll('\u2060', '')] : [];
    return wordsOf(value);
  });
}

/** The verbs of the buttons a card offers. */
export function verbsOf(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(verbsOf);
  if (typeof part !== 'object' || part === null) return [];
  const own = 'verb' in part && typeof part.verb === 'string' ? [part.verb] : [];
  const within = Object.entries(part).filter(
    ([key]) => !['fallback', 'refresh', 'data'].includes(key),
  );
  return [...own, ...within.flatMap(([, value]) => verbsOf(value))];
}

/** The id that a card's buttons carry. */
export function requestIdOf(card: object | null): string {
  const id = /"requestId":"([^"]+)"/.exec(JSON.stringify(card))?.[1];
  if (!id) throw new Error('the card carries no request');
  return id;
}
