import { ownersOf } from '../tenant/membership.ts';
import type { User } from '../tenant/types.ts';
import type { Activity } from './activity.ts';
import { type Conversation, type Place, peopleIn } from './conversations.ts';
import { envelope, eventId } from './envelope.ts';
import { mriOf } from './ids.ts';
import type { Room } from './room.ts';

type Deps = Pick<Room, 'world' | 'tenant'>;

/** Who did it: in a team its first owner, since those who call Graph for an application have no face in Teams. */
function actorIn({ tenant }: Deps, conversation: Conversation): User | null {
  const owners = conversation.kind === 'channel' ? ownersOf(tenant, conversation.team.id) : [];
  return owners[0] ?? peopleIn(tenant, conversation)[0] ?? null;
}

function eventIn(deps: Deps, conversation: Conversation, actor: User) {
  const place: Place = { conversation, root: null };
  const { from, ...rest } = envelope(deps.world, actor, place);
  return { ...rest, from: { id: from.id, aadObjectId: from.aadObjectId }, id: eventId() };
}

/** A channel's data in events: with the team's name and its group. */
function teamData({ world }: Deps, conversation: Conversation & { kind: 'channel' }) {
  const { id, team, name } = conversation;
  return {
    settings: { selectedChannel: { id } },
    channel: { id },
    team: { aadGroupId: team.id, name, id },
    tenant: { id: world.settings.tenantId },
  };
}

/** A person as `membersAdded` and `membersRemoved` name him. */
function memberOf({ world }: Deps, personId: string) {
  return { id: mriOf(world.settings.botId, personId), aadObjectId: personId };
}

/** What the bot is told when the app was added: `installationUpdate`, then `conversationUpdate`. */
export function installedEvents(deps: Deps, conversation: Conversation): Activity[] {
  const actor = actorIn(deps, conversation);
  if (!actor) return [];
  const base = eventIn(deps, conversation, actor);
  const bot = { id: base.recipient.id };
  const inTeam = conversation.kind === 'channel' ? teamData(deps, conversation) : null;
  const data = inTeam ?? base.channelData;
  const added = conversation.kind === 'personal' ? [bot, memberOf(deps, actor.id)] : [bot];
  return [
    {
      ...base,
      type: 'installationUpdate',
      action: 'add',
      channelData: { ...data, source: { name: 'message' } },
    },
    {
      ...base,
      id: eventId(),
      type: 'conversationUpdate',
      membersAdded: added,
      channelData: inTeam ? { ...data, eventType: 'teamMemberAdded' } : data,
    },
  ];
}

/** What the bot is told when the app was removed. */
export function removedEvents(deps: Deps, conversation: Conversation): Activity[] {
  const actor = actorIn(deps, conversation);
  if (!actor) return [];
  const base = eventIn(deps, conversation, actor);
  const inTeam = conversation.kind === 'channel' ? teamData(deps, conversation) : null;
  const data = inTeam ?? base.channelData;
  return [
    {
      ...base,
      type: 'installationUpdate',
      action: 'remove',
      channelData: { ...data, source: { name: 'message' } },
    },
    {
      ...base,
      id: eventId(),
      type: 'conversationUpdate',
      membersRemoved: [{ id: base.recipient.id }],
      channelData: inTeam ? { ...data, eventType: 'teamMemberRemoved' } : data,
    },
  ];
}

/** What the bot is told when people came into a team or left it. */
export function rosterEvent(
  deps: Deps,
  conversation: Conversation & { kind: 'channel' },
  change: 'added' | 'removed',
  personIds: readonly string[],
): Activity[] {
  const actor = actorIn(deps, conversation);
  if (!actor || personIds.length === 0) return [];
  const added = change === 'added';
  return [
    {
      ...eventIn(deps, conversation, actor),
      type: 'conversationUpdate',
      [added ? 'membersAdded' : 'membersRemoved']: personIds.map((id) => memberOf(deps, id)),
      channelData: {
        ...teamData(deps, conversation),
        eventType: added ? 'teamMemberAdded' : 'teamMemberRemoved',
      },
    },
  ];
}
