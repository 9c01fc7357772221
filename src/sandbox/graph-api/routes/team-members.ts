import { z } from 'zod';
import type { Reply } from '../../http.ts';
import { addToTeam, isMember, ownersOf, removeMember, rosterOf } from '../../tenant/membership.ts';
import type { User } from '../../tenant/types.ts';
import { contextOf, type GraphCall, isVisible, noContent, type Operation, param } from '../call.ts';
import { membershipId, rosterEntity, type TeamGroup } from '../entities/team.ts';
import { badRequest, GraphError } from '../graph-error.ts';
import { listReply } from '../odata/list.ts';
import { delegated, permitted } from '../permitted.ts';
import { readBody } from '../read-body.ts';
import { idInAddress, referencedUser } from '../references.ts';
import { teamAt } from '../team-at.ts';
import { checkGroupTakes } from './group-members.ts';

/** `members/add` takes at most so many. */
const MOST_ADDED = 200;

const member = z.strictObject({
  '@odata.type': z.string().regex(/^#?microsoft\.graph\.aadUserConversationMember$/),
  roles: z.array(z.enum(['owner', 'guest'])),
  'user@odata.bind': z.string(),
});
const several = z.strictObject({ values: z.array(member).min(1).max(MOST_ADDED) });

type NewMember = z.infer<typeof member>;

function forbidden(message: string): GraphError {
  return new GraphError(403, 'Forbidden', message);
}

/** A person adds people to a team that he owns. */
function checkOwnRight({ caller, tenant }: GraphCall, teamId: string): void {
  if (caller.kind === 'application') return;
  if (!ownersOf(tenant, teamId).some(({ id }) => id === caller.id)) {
    throw forbidden('Failed to execute Templates backend request AddMember: caller is no owner.');
  }
}

/** Whom a new entry names. Throws what Teams says of somebody who cannot come in. */
function newcomer(call: GraphCall, { team, group }: TeamGroup, wish: NewMember): User {
  if (team.isArchived) throw forbidden('The team is archived and cannot be changed.');
  const user = referencedUser(call, idInAddress(wish['user@odata.bind']).id);
  if (!user.accountEnabled) {
    throw new GraphError(404, 'NotFound', 'Failed to find the user or the user is disabled.');
  }
  checkOwnRight(call, group.id);
  const guest = user.userType === 'Guest';
  if (guest && wish.roles.includes('owner'))
    throw badRequest('A guest cannot be an owner of a team.');
  const isApplication = call.caller.kind === 'application';
  if (guest && isApplication && call.tenant.switches.read().teamAddRefusesGuests) {
    throw forbidden('Adding guest users to a team with application permissions is not supported.');
  }
  checkGroupTakes(call.tenant, group, user);
  return user;
}

function listRoster(call: GraphCall): Reply {
  const { team } = teamAt(call, param(call, 'id'));
  const rows = rosterOf(call.tenant, team.id)
    .filter((user) => isVisible(call, user))
    .map((user) => ({ teamId: team.id, user }));
  return listReply(call, {
    entity: rosterEntity(call.tenant),
    rows,
    context: `teams('${team.id}')/members`,
  });
}

function addOne(call: GraphCall): Reply {
  const found = teamAt(call, param(call, 'id'));
  const wish = readBody(member, call.body);
  const user = newcomer(call, found, wish);
  addToTeam(call.tenant, found.team.id, user.id, wish.roles.includes('owner'));
  const shown = rosterEntity(call.tenant).show({ teamId: found.team.id, user });
  const context = contextOf(call, `teams('${found.team.id}')/members/$entity`);
  return { status: 201, body: { '@odata.context': context, ...shown } };
}

/** One of several: an error is its result, and stops nobody else. */
function addOneOf(call: GraphCall, found: TeamGroup, wish: NewMember): object {
  const result = { '@odata.type': '#microsoft.graph.aadUserConversationMemberResult' };
  const userId = idInAddress(wish['user@odata.bind']).id;
  try {
    const user = newcomer(call, found, wish);
    addToTeam(call.tenant, found.team.id, user.id, wish.roles.includes('owner'));
    return { ...result, userId: user.id, error: null };
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    return { ...result, userId, error: { code: error.code, message: error.message } };
  }
}

function addSeveral(call: GraphCall): Reply {
  const found = teamAt(call, param(call, 'id'));
  const { values } = readBody(several, call.body);
  const results = values.map((wish) => addOneOf(call, found, wish));
  const failed = results.some((result) => 'error' in result && result.error !== null);
  const context = contextOf(call, 'Collection(microsoft.graph.addConversationMemberResult)');
  return { status: failed ? 207 : 200, body: { '@odata.context': context, value: results } };
}

function dropOne(call: GraphCall): Reply {
  const { team } = teamAt(call, param(call, 'id'));
  const wanted = param(call, 'member');
  const there = call.tenant.memberships
    .find('group', team.id)
    .find((each) => membershipId(team.id, each.userId) === wanted);
  if (!there || !isMember(call.tenant, team.id, there.userId)) {
    throw new GraphError(404, 'NotFound', `No member found with id ${wanted}`);
  }
  removeMember(call.tenant, team.id, there.userId);
  return noContent;
}

/** A team's roster: what Teams shows, which is not always what the group holds. */
export const teamMemberOperations: readonly Operation[] = [
  {
    method: 'GET',
    template: '/teams/{id}/members',
    permissions: permitted.readTeamMembers,
    run: listRoster,
  },
  {
    method: 'POST',
    template: '/teams/{id}/members',
    permissions: permitted.writeTeamMembers,
    delegated: delegated.writeTeamMembers,
    run: addOne,
  },
  {
    method: 'POST',
    template: '/teams/{id}/members/add',
    permissions: permitted.writeTeamMembers,
    run: addSeveral,
  },
  {
    method: 'DELETE',
    template: '/teams/{id}/members/{member}',
    permissions: permitted.writeTeamMembers,
    run: dropOne,
  },
];
