import type { Activity } from 'botbuilder';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { IncomingText } from '../language/types.ts';
import type { ChatAddress, Clock } from '../requests/ports.ts';
import type { ActivityShape } from './activity-shape.ts';

export type ChatKind = 'personal' | 'groupChat' | 'channel';

/** One activity, read: where it took place, and who acted, where the channel says so. */
export interface Place {
  /** Entra object id of who acts, as the channel vouches for it; null in some news about a place. */
  readonly actorId: string | null;
  /** His Teams id (`29:…`), by which the token service knows him; null: not told. */
  readonly memberId: string | null;
  /** Whether who acts belongs to another organization: in shared channels he may. */
  readonly isOutsider: boolean;
  /** When it was said, by Teams' clock; null: not told. */
  readonly saidAt: Date | null;
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

/** Where an activity took place. Throws AppError `turn.otherTenant` for people of another one. */
export function readPlace(read: ActivityShape, tenantId: string, clock: Clock): Place {
  const tenants = [read.conversation.tenantId, read.channelData?.tenant?.id].filter(Boolean);
  if (tenants.length === 0 || tenants.some((id) => !isSame(id, tenantId))) {
    throw new AppError('turn.otherTenant');
  }
  const client = read.entities?.find((entity) => entity.type === 'clientInfo');
  const chatKind = readKind(read);
  return {
    actorId: read.from?.aadObjectId?.toLowerCase() ?? null,
    memberId: read.from?.id ?? null,
    isOutsider: Boolean(read.from?.tenantId) && !isSame(read.from?.tenantId, tenantId),
    saidAt: moment(read.timestamp),
    locale: read.locale ?? (typeof client?.locale === 'string' ? client.locale : 'en-US'),
    today: calendarDay(clock.now(), client?.timezone),
    chat: { conversationId: read.conversation.id, serviceUrl: read.serviceUrl },
    chatKind,
    teamId: chatKind === 'channel' ? (read.channelData?.team?.aadGroupId ?? null) : null,
    activityId: read.id ?? null,
    replyToId: read.replyToId ?? null,
  };
}

/** A conversation's own id: that of the channel, where a thread of it is meant. */
export function withoutThread({ conversationId }: Pick<ChatAddress, 'conversationId'>): string {
  return conversationId.replace(/;messageid=.*$/, '');
}

function isSame(id: string | null | undefined, tenantId: string): boolean {
  return id?.toLowerCase() === tenantId;
}

function moment(timestamp: string | null | undefined): Date | null {
  const at = new Date(timestamp ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? null : at;
}

function readKind({ conversation }: ActivityShape): ChatKind {
  if (conversation.conversationType === 'channel') return 'channel';
  if (conversation.conversationType === 'groupChat') return 'groupChat';
  return conversation.isGroup ? 'groupChat' : 'personal';
}

/** By the name of a time zone, what writes a moment as a day there; null: there is no such zone. */
const calendars = new Map<string, Intl.DateTimeFormat | null>();
const MOST_CALENDARS = 600;

function calendarDay(now: Date, timezone: unknown): string {
  const local = typeof timezone === 'string' ? calendarOf(timezone) : null;
  return local ? local.format(now) : now.toISOString().slice(0, 10);
}

/** Kept, since making one costs a hundred times what it does; what people's clients name is not without end. */
function calendarOf(timezone: string): Intl.DateTimeFormat | null {
  const known = calendars.get(timezone);
  if (known !== undefined) return known;
  if (calendars.size >= MOST_CALENDARS) calendars.clear();
  const made = makeCalendar(timezone);
  calendars.set(timezone, made);
  return made;
}

function makeCalendar(timezone: string): Intl.DateTimeFormat | null {
  try {
    // Canada writes English days as ISO 8601 does.
    return new Intl.DateTimeFormat('en-CA', { timeZone: timezone, dateStyle: 'short' });
  } catch {
    return null;
  }
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
