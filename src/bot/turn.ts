import type { Activity } from 'botbuilder';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { IncomingText } from '../language/types.ts';
import type { ChatAddress, Clock } from '../requests/ports.ts';

export type ChatKind = 'personal' | 'groupChat' | 'channel';

/** One activity, read: where it took place, and who acted, where the channel says so. */
export interface Place {
  /** Entra object id of who acts, as the channel vouches for it; null in some news about a place. */
  readonly actorId: string | null;
  /** BCP 47, from Teams. */
  readonly locale: string;
  /** The actor's calendar day, `YYYY-MM-DD`. */
  readonly today: string;
  readonly chat: ChatAddress;
  readonly chatKind: ChatKind;
  /** The team's Entra group id, in a channel. */
  readonly teamId: string | null;
  readonly activityId: string | null;
  /** The message whose button was pressed. */
  readonly replyToId: string | null;
}

/** An activity that somebody is answered for. */
export interface Turn extends Place {
  readonly actorId: string;
}

/** Whether it is known who acts. */
export function isTurn(place: Place): place is Turn {
  return place.actorId !== null;
}

const Whereabouts = z.object({
  id: z.string().optional(),
  replyToId: z.string().optional(),
  serviceUrl: z.string().min(1),
  locale: z.string().optional(),
  from: z.object({ aadObjectId: z.guid().optional() }).optional(),
  conversation: z.object({
    id: z.string().min(1),
    conversationType: z.string().optional(),
    isGroup: z.boolean().optional(),
    tenantId: z.string().optional(),
  }),
  channelData: z
    .object({
      tenant: z.object({ id: z.string() }).optional(),
      team: z.object({ aadGroupId: z.string().optional(), id: z.string().optional() }).optional(),
    })
    .optional(),
  entities: z.array(z.record(z.string(), z.unknown())).optional(),
});

type Whereabouts = z.infer<typeof Whereabouts>;

/** Reads an activity. Throws `turn.unreadable`, or `turn.otherTenant` for people of another one. */
export function readPlace(activity: Activity, tenantId: string, clock: Clock): Place {
  const parsed = Whereabouts.safeParse(activity);
  if (!parsed.success) throw new AppError('turn.unreadable', {}, { cause: parsed.error });
  const read = parsed.data;
  const tenants = [read.conversation.tenantId, read.channelData?.tenant?.id].filter(Boolean);
  if (tenants.length === 0 || tenants.some((id) => id !== tenantId)) {
    throw new AppError('turn.otherTenant');
  }
  const client = read.entities?.find((entity) => entity.type === 'clientInfo');
  const chatKind = readKind(read);
  return {
    actorId: read.from?.aadObjectId?.toLowerCase() ?? null,
    locale: read.locale ?? (typeof client?.locale === 'string' ? client.locale : 'en-US'),
    today: calendarDay(clock.now(), client?.timezone),
    chat: { conversationId: read.conversation.id, serviceUrl: read.serviceUrl },
    chatKind,
    teamId: chatKind === 'channel' ? (read.channelData?.team?.aadGroupId ?? null) : null,
    activityId: read.id ?? null,
    replyToId: read.replyToId ?? null,
  };
}

function readKind({ conversation }: Whereabouts): ChatKind {
  if (conversation.conversationType === 'channel') return 'channel';
  if (conversation.conversationType === 'groupChat') return 'groupChat';
  return conversation.isGroup ? 'groupChat' : 'personal';
}

function calendarDay(now: Date, timezone: unknown): string {
  const zone = typeof timezone === 'string' ? timezone : 'utc';
  const local = DateTime.fromJSDate(now, { zone });
  return (local.isValid ? local : DateTime.fromJSDate(now, { zone: 'utc' })).toISODate() ?? '';
}

const Mention = z.object({
  type: z.literal('mention'),
  text: z.string(),
  mentioned: z.object({ id: z.string() }),
});

/** Whether a message brings files or pictures. Teams adds its own form of the words as an attachment, too. */
export function bringsFiles({ attachments }: Activity): boolean {
  return (attachments ?? []).some(
    ({ contentType }) =>
      contentType === 'application/vnd.microsoft.teams.file.download.info' ||
      contentType?.startsWith('image/'),
  );
}

/** The words of a message, with what must be taken out of them before they are read. */
export function readIncomingText(activity: Activity): IncomingText {
  const html = activity.attachments?.find((each) => each.contentType === 'text/html');
  const mentions = (activity.entities ?? [])
    .map((entity) => Mention.safeParse(entity))
    .flatMap((parsed) => (parsed.success ? [parsed.data] : []));
  return {
    text: activity.text ?? '',
    html: typeof html?.content === 'string' ? html.content : null,
    botMentions: mentions
      .filter(({ mentioned }) => mentioned.id === activity.recipient?.id)
      .map(({ text }) => text),
  };
}
