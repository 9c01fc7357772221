import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import { ownServiceUrl } from '../login/index.ts';
import type { User } from '../tenant/types.ts';
import type { World } from '../world.ts';
import { BOT_NAME } from './activity.ts';
import type { Place } from './conversations.ts';
import { botMri, mriOf, threadId } from './ids.ts';

type Json = Readonly<Record<string, unknown>>;

/** Id of an activity that is no message. */
export function eventId(): string {
  return `f:${randomUUID()}`;
}

/** Whether an id is that of an event, and of no message. */
export function isEventId(id: string): boolean {
  return id.startsWith('f:');
}

/** The bot as an activity names it. */
export function botAccount({ settings }: World): { id: string; name: string } {
  return { id: botMri(settings.botId), name: BOT_NAME };
}

/** A person as an activity names him. */
export function personAccount({ settings }: World, person: User) {
  return {
    id: mriOf(settings.botId, person.id),
    name: person.displayName,
    aadObjectId: person.id,
  };
}

/** The conversation as an activity names it; in a thread with the message it hangs on. */
export function conversationAccount({ settings }: World, { conversation, root }: Place) {
  const { tenantId } = settings;
  const { kind } = conversation;
  if (kind === 'personal') return { conversationType: kind, tenantId, id: conversation.id };
  const id = root ? threadId(conversation.id, root) : conversation.id;
  return { isGroup: true, conversationType: kind, tenantId, id };
}

/** What Teams adds to a message: the tenant, and in a channel where it was written. */
export function channelDataOf({ settings }: World, { conversation }: Place): Json {
  const tenant = { id: settings.tenantId };
  if (conversation.kind !== 'channel') return { tenant };
  // A team is named by the thread of its channel General.
  const { id } = conversation;
  return { teamsChannelId: id, teamsTeamId: id, channel: { id }, team: { id }, tenant };
}

/** What a person's client tells of itself. The person at the page sits at this machine, and so in its time zone. */
function clientOf(person: User): Json & { locale: string; timezone: string } {
  const locale = person.preferredLanguage ?? 'en-US';
  const country = person.usageLocation ?? locale.split('-')[1]?.toUpperCase() ?? 'US';
  const { timeZone: timezone } = Intl.DateTimeFormat().resolvedOptions();
  return { locale, country, platform: 'Web', timezone, type: 'clientInfo' };
}

/** The fields that every activity of a person has. */
export function envelope(world: World, person: User, place: Place) {
  const now = world.clock.now();
  const client = clientOf(person);
  return {
    timestamp: now.toISOString(),
    localTimestamp: DateTime.fromJSDate(now, { zone: client.timezone }).toISO(),
    channelId: 'msteams',
    serviceUrl: ownServiceUrl(world),
    from: personAccount(world, person),
    conversation: conversationAccount(world, place),
    recipient: botAccount(world),
    entities: [client] as readonly Json[],
    channelData: channelDataOf(world, place),
    locale: client.locale,
    localTimezone: client.timezone,
  };
}
