import type { LogEntry } from '../api/shapes.ts';
import { type MessageContent, readMessage } from './activity.ts';

/** A message as it stands after everything that became of it. */
export interface ChatMessage extends MessageContent {
  id: string;
  from: { id: string; name: string };
  /** ISO; of its first posting. */
  time: string;
  /** 0, and one more with each change. What was seen of an earlier version no longer holds. */
  version: number;
  deleted: boolean;
  /** The bot was down when it was written, and will not get it any more. */
  lost: boolean;
}

/** Everything posted, in order of posting, each message in its newest form. */
export function foldMessages(log: readonly LogEntry[]): ChatMessage[] {
  const messages = new Map<string, ChatMessage>();
  for (const entry of log) {
    const before = messages.get(entry.activityId);
    if (entry.op === 'delete') {
      if (before) messages.set(entry.activityId, emptied(before));
      continue;
    }
    const content = readMessage(entry.activity);
    if (!content) continue;
    messages.set(entry.activityId, {
      ...content,
      id: entry.activityId,
      // A changed activity need not say again who sent it, nor where.
      from: content.from ?? before?.from ?? { id: '', name: '' },
      threadId: before?.threadId ?? content.threadId,
      time: before?.time ?? entry.time,
      version: before ? before.version + 1 : 0,
      deleted: false,
      lost: entry.delivered === false,
    });
  }
  return [...messages.values()];
}

function emptied(message: ChatMessage): ChatMessage {
  const nothing = { text: '', cards: [], files: [], mentions: [] };
  return { ...message, ...nothing, version: message.version + 1, deleted: true, lost: false };
}
