import * as z from 'zod/mini';

const text = z.nullish(z.string());

const Attachment = z.object({
  contentType: text,
  name: text,
  content: z.optional(z.unknown()),
});

const Mention = z.object({
  type: z.literal('mention'),
  text: text,
  mentioned: z.object({ id: z.string(), name: text }),
});

const Activity = z.object({
  type: text,
  from: z.nullish(z.object({ id: z.string(), name: text })),
  conversation: z.nullish(z.object({ id: z.string() })),
  replyToId: text,
  text: text,
  textFormat: text,
  attachments: z.nullish(z.array(Attachment)),
  entities: z.nullish(z.array(z.unknown())),
});

const CARD = 'application/vnd.microsoft.card.adaptive';
const FILE = 'application/vnd.microsoft.teams.file.download.info';

/** An Adaptive Card as it was sent; its renderer reads the rest. */
export type CardJson = Record<string, unknown>;

/** What a message shows, read from an activity of any kind. */
export interface MessageContent {
  from: { id: string; name: string } | null;
  /** The message in the channel that this one answers. */
  threadId: string | null;
  text: string;
  /** Whether the text is Markdown (as bots write) rather than plain. */
  markdown: boolean;
  cards: CardJson[];
  files: string[];
  /** Ids of who is mentioned. */
  mentions: string[];
}

/** Reads what a message shows; null for an activity that shows nothing, such as `typing`. */
export function readMessage(raw: unknown): MessageContent | null {
  const read = z.safeParse(Activity, raw);
  if (!read.success || (read.data.type ?? 'message') !== 'message') return null;
  const { from, conversation, replyToId, text, textFormat, attachments, entities } = read.data;
  return {
    from: from ? { id: from.id, name: from.name ?? '' } : null,
    threadId: threadOf(conversation?.id) ?? replyToId ?? null,
    text: text ?? '',
    markdown: textFormat !== 'plain',
    cards: (attachments ?? []).flatMap(({ contentType, content }) =>
      contentType === CARD && isObject(content) ? [content] : [],
    ),
    files: (attachments ?? []).flatMap(({ contentType, name }) =>
      contentType === FILE && name ? [name] : [],
    ),
    mentions: (entities ?? []).flatMap((entity) => {
      const mention = z.safeParse(Mention, entity);
      return mention.success ? [mention.data.mentioned.id] : [];
    }),
  };
}

/** The thread in a conversation id as Teams writes it: `19:…@thread.tacv2;messageid=1700000000000`. */
export function threadOf(conversationId: string | undefined): string | null {
  return conversationId?.match(/;messageid=([^;]+)/)?.[1] ?? null;
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
