import type { ChatMessage } from './fold-messages.ts';

/** A message with what its neighbours leave to be shown. */
export interface PlacedMessage {
  message: ChatMessage;
  /** ISO; the first message of a day stands below that day. */
  newDay: string | null;
  /** Sent by the same person shortly after the message above: name and picture stand there. */
  follows: boolean;
}

/** A post in a channel with the answers below it. */
export interface Thread {
  root: PlacedMessage;
  replies: PlacedMessage[];
}

/** Later than this, a message of the same sender gets name and time again. */
const TOGETHER_MS = 5 * 60_000;

/** Finds day lines and what belongs together. `dayOf` names the day of a time. */
export function placeMessages(
  messages: readonly ChatMessage[],
  dayOf: (iso: string) => string,
): PlacedMessage[] {
  return messages.map((message, index) => {
    const above = messages[index - 1];
    const newDay = above && dayOf(above.time) === dayOf(message.time) ? null : message.time;
    return { message, newDay, follows: newDay === null && above ? belongs(message, above) : false };
  });
}

function belongs(message: ChatMessage, above: ChatMessage): boolean {
  const between = Date.parse(message.time) - Date.parse(above.time);
  return message.from.id === above.from.id && between <= TOGETHER_MS && !message.deleted;
}

/** Puts the answers of a channel below what they answer. An answer to nothing known starts a thread. */
export function threadMessages(
  messages: readonly ChatMessage[],
  dayOf: (iso: string) => string,
): Thread[] {
  const roots: ChatMessage[] = [];
  const replies = new Map<string, ChatMessage[]>();
  for (const message of messages) {
    const root = message.threadId ?? message.id;
    const known = replies.get(root);
    if (known && root !== message.id) {
      known.push(message);
      continue;
    }
    roots.push(message);
    replies.set(message.id, []);
  }
  return placeMessages(roots, dayOf).map((root) => ({
    root: { ...root, follows: false },
    replies: placeMessages(replies.get(root.message.id) ?? [], dayOf).map((reply) => ({
      ...reply,
      newDay: null,
    })),
  }));
}
