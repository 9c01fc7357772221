import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { type Reply, refusal } from '../../http.ts';
import type { User } from '../../tenant/types.ts';
import { allConsents, changeConsent, consentOf } from '../../token-service/consents.ts';
import { clientToken } from '../../token-service/tokens.ts';
import type { Activity } from '../activity.ts';
import { findPlace, type Place } from '../conversations.ts';
import { envelope, eventId } from '../envelope.ts';
import type { Room } from '../room.ts';
import { personAs, speakerAs } from './speaker.ts';

export const signInShape = z.object({ as: z.string(), activityId: z.string() });

export const failShape = signInShape.extend({ code: z.string(), message: z.string() });

export const consentShape = z.object({ as: z.string(), given: z.boolean() });

/** An OAuth card, as far as Teams reads it. */
const oauthCard = z.object({
  contentType: z.literal('application/vnd.microsoft.card.oauth'),
  content: z.object({
    connectionName: z.string().min(1),
    text: z.string().min(1),
    buttons: z.array(z.object({ type: z.literal('signin'), title: z.string(), value: z.url() })),
    tokenExchangeResource: z.object({ id: z.string().min(1), uri: z.string() }).nullish(),
  }),
});

type OauthCard = z.infer<typeof oauthCard>['content'];

/** The OAuth card of a message; null: it has none. */
function cardOf(activity: Activity): OauthCard | null {
  for (const attachment of activity.attachments ?? []) {
    const read = oauthCard.safeParse(attachment);
    if (read.success) return read.data.content;
  }
  return null;
}

/** The OAuth card that a message holds, in somebody's own chat: Teams signs people in nowhere else. Throws a refusal. */
function cardAt(room: Room, activityId: string): { card: OauthCard; place: Place } {
  const posted = room.log.find(activityId);
  const place = posted && findPlace(room.tenant, posted.conversationId);
  const card = posted && cardOf(posted.activity);
  if (!place || !card) throw refusal(404, 'unknownActivity', `No OAuth card is ${activityId}.`);
  return { card, place };
}

/** What a client tells the bot of somebody's signing in: the bot's answer as it came. */
function tell(room: Room, person: User, place: Place, name: string, value: object) {
  const base = envelope(room.world, person, place);
  return room.bot.send({ ...base, id: eventId(), type: 'invoke', name, value });
}

async function exchangeFor(room: Room, person: User, place: Place, card: OauthCard) {
  const { connectionName, tokenExchangeResource } = card;
  const id = tokenExchangeResource?.id;
  const token = await clientToken(room.world, person);
  return tell(room, person, place, 'signin/tokenExchange', { id, connectionName, token });
}

/** Somebody's client has got an OAuth card: it tries to sign him in without asking him anything. */
export async function signInQuietly(room: Room, place: Place, activity: Activity): Promise<void> {
  const card = cardOf(activity);
  if (!card?.tokenExchangeResource || place.conversation.kind !== 'personal') return;
  await exchangeFor(room, place.conversation.person, place, card);
}

/** Another client of his, or the same one again, does the same. */
export async function exchangeAgain(
  room: Room,
  { as, activityId }: z.infer<typeof signInShape>,
): Promise<Reply> {
  const person = speakerAs(room.tenant, as);
  const { card, place } = cardAt(room, activityId);
  return { status: 200, body: await exchangeFor(room, person, place, card) };
}

/** A person presses the card's button, signs in and consents in the window that opens: his client brings the code. */
export async function signIn(
  room: Room,
  { as, activityId }: z.infer<typeof signInShape>,
): Promise<Reply> {
  const person = speakerAs(room.tenant, as);
  const { place } = cardAt(room, activityId);
  const code = String(randomInt(100_000, 1_000_000));
  changeConsent(room.world, person.id, { given: true, code });
  const { status, body } = await tell(room, person, place, 'signin/verifyState', { state: code });
  return { status: 200, body: { status, body, code } };
}

/** His client could not sign him in, and tells why. */
export async function failSignIn(
  room: Room,
  { as, activityId, code, message }: z.infer<typeof failShape>,
): Promise<Reply> {
  const person = speakerAs(room.tenant, as);
  const { place } = cardAt(room, activityId);
  return {
    status: 200,
    body: await tell(room, person, place, 'signin/failure', { code, message }),
  };
}

/** Somebody, or his administrator, gives or takes back the consent; what was taken back leaves no token. */
export function setConsent(room: Room, { as, given }: z.infer<typeof consentShape>): Reply {
  const { id } = personAs(room.tenant, as);
  changeConsent(room.world, id, given ? { given } : { given, signedIn: false, code: null });
  return consents(room);
}

/** Who has consented, and who has signed in. */
export function consents({ world, tenant }: Room): Reply {
  const people = allConsents(world).map(([id]) => {
    const { given, signedIn } = consentOf(world, id);
    return { id, name: tenant.users.get(id)?.displayName ?? id, given, signedIn };
  });
  return { status: 200, body: { people } };
}
