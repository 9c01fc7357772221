import { type Activity, ActivityTypes, type TurnContext } from 'botbuilder';
import { welcomeCard } from '../cards/index.ts';
import {
  claimGreeting,
  conversationById,
  keepConversation,
  noteRemoved,
} from '../db/conversations.ts';
import { toActivity } from './activity.ts';
import type { OurPlace } from './deps.ts';
import { isGuest } from './is-guest.ts';
import { withoutThread } from './turn.ts';

/** Keeps where this turn took place, so that jobs can write there later. Writes only what is new. */
export async function notePresence(activity: Partial<Activity>, our: OurPlace): Promise<void> {
  const { db, clock } = our.deps.requests;
  const { turn } = our;
  const { memory } = our.deps;
  const conversationId = withoutThread(turn.chat);
  const key = `chat ${conversationId}`;
  if (wasRemoved(activity, our)) {
    memory.forget(key);
    return noteRemoved(db, conversationId, clock.now());
  }
  const seen = JSON.stringify([turn.chat.serviceUrl, turn.teamId, turn.actorId, turn.locale]);
  // Another process may have been told of a removal: only who writes to us proves that we are there still.
  if (WRITES.has(activity.type ?? '') && memory.recall(key) === seen) return;
  await keepPresence(our, conversationId);
  memory.note(key, seen);
}

const WRITES: ReadonlySet<string> = new Set([ActivityTypes.Message, ActivityTypes.Invoke]);

async function keepPresence({ deps, turn }: OurPlace, conversationId: string): Promise<void> {
  const { db, clock } = deps.requests;
  const known = await conversationById(db, conversationId);
  // Without an actor there is nobody whose language it could be; and whoever presses a card that was
  // forwarded from somebody's chat does not make that chat his.
  const isPersons =
    turn.chatKind === 'personal' &&
    turn.actorId !== null &&
    (known?.personId ?? turn.actorId) === turn.actorId;
  const same =
    known?.serviceUrl === turn.chat.serviceUrl &&
    (turn.teamId === null || known.teamId === turn.teamId) &&
    (!isPersons || (known.locale === turn.locale && known.personId !== null));
  if (same) return;
  await keepConversation(db, {
    conversationId,
    kind: turn.chatKind,
    personId: isPersons ? turn.actorId : null,
    teamId: turn.teamId,
    serviceUrl: turn.chat.serviceUrl,
    locale: isPersons ? turn.locale : null,
    at: clock.now(),
  });
}

function wasRemoved(activity: Partial<Activity>, { deps }: OurPlace): boolean {
  const ours = ({ id }: { id: string }) => id === `28:${deps.botId}`;
  return (
    (activity.type === ActivityTypes.InstallationUpdate &&
      (activity.action ?? '').startsWith('remove')) ||
    (activity.membersRemoved ?? []).some(ours)
  );
}

/**
 * The first words in a chat, once: Teams tells of an installation several times. A guest gets none, since
 * they offer to invite; he is welcomed when he has arrived.
 */
export async function greet(context: TurnContext, our: OurPlace): Promise<'ok'> {
  const { deps, turn, texts } = our;
  const { activity } = context;
  const arrived =
    (activity.type === ActivityTypes.InstallationUpdate &&
      (activity.action ?? '').startsWith('add')) ||
    (activity.membersAdded ?? []).some(({ id }) => id === `28:${deps.botId}`);
  if (!arrived) return 'ok';
  if (turn.chatKind === 'personal' && (await isGuest(deps, turn.actorId))) return 'ok';
  const { db, clock } = deps.requests;
  if (!(await claimGreeting(db, withoutThread(turn.chat), clock.now()))) return 'ok';
  const scope = turn.chatKind === 'channel' ? 'team' : turn.chatKind;
  const summary = texts.t('cards.welcome.title');
  await context
    .sendActivity(toActivity({ card: welcomeCard(scope, texts), summary }))
    .catch((err: unknown) => deps.log.warn({ err }, 'greeting not taken by Teams'));
  return 'ok';
}
