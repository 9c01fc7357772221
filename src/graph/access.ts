import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { GrantOutcome } from '../requests/ports.ts';
import { APPLICATION_SELECT, accessGroup, applicationShape, plainRole } from './applications.ts';
import type { GraphDeps } from './deps.ts';
import { saysAlreadyThere } from './errors.ts';
import { failureOf } from './failure.ts';
import { literal, pathOf } from './odata.ts';
import { account } from './people.ts';
import { readAs, readOne } from './request.ts';

/** How much a write matters now. */
export interface Urgency {
  readonly urgent: boolean;
}

const listShape = z.object({ value: z.array(z.unknown()) });

/** Whether the team's own roster shows this person: Teams' word, not the group's. */
export async function teamRosterHas(
  deps: GraphDeps,
  teamId: string,
  personId: string,
  urgent = false,
): Promise<boolean> {
  const member = `(microsoft.graph.aadUserConversationMember/userId eq ${literal(personId)})`;
  const { body } = await deps.send({
    path: pathOf`/teams/${teamId}/members`,
    query: { $filter: member },
    limits: [{ kind: 'teamReads' }],
    urgent,
    permission: 'TeamMember.ReadWrite.All',
  });
  return readAs(listShape, body).value.length > 0;
}

/**
 * Brings a guest into a team. Teams' own call first, for then Teams shows him at once; where it refuses
 * guests from an application (403), through the team's group: then he may be shown hours later.
 */
export async function ensureTeamMember(
  deps: GraphDeps,
  teamId: string,
  guestId: string,
  { urgent }: Urgency,
): Promise<GrantOutcome> {
  if (await rosterIfThere(deps, teamId, guestId, urgent)) return 'already';
  try {
    await deps.send({
      method: 'POST',
      path: pathOf`/teams/${teamId}/members`,
      body: {
        '@odata.type': '#microsoft.graph.aadUserConversationMember',
        roles: [],
        'user@odata.bind': `${deps.entityRoot}/users(${literal(guestId)})`,
      },
      limits: [{ kind: 'team', of: teamId }, { kind: 'teamWrites' }],
      urgent,
      permission: 'TeamMember.ReadWrite.All',
      fresh: true,
    });
    return 'added';
  } catch (error) {
    if (saysAlreadyThere(failureOf(error))) return 'already';
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'notYetThere') throw await notFoundCause(deps, guestId, error);
    // Any other 403 is Teams' refusal of guests: the group's own answer tells whether more stands behind it.
    if (error.code !== 'graph.forbidden') throw error;
  }
  await ensureGroupMember(deps, teamId, guestId, { urgent });
  return (await teamRosterHas(deps, teamId, guestId, urgent)) ? 'added' : 'later';
}

/** A team that is being provisioned has no roster yet; the write will tell what that means. */
async function rosterIfThere(
  deps: GraphDeps,
  teamId: string,
  guestId: string,
  urgent: boolean,
): Promise<boolean> {
  try {
    return await teamRosterHas(deps, teamId, guestId, urgent);
  } catch (error) {
    if (error instanceof AppError && error.code === 'graph.notFound') return false;
    throw error;
  }
}

/** Teams answers 404 for a disabled user as it does for one it does not know yet. */
async function notFoundCause(deps: GraphDeps, guestId: string, error: AppError): Promise<AppError> {
  const guest = await account(deps, guestId);
  if (guest && !guest.enabled) return new AppError('guest.blocked', {}, { cause: error.cause });
  return error;
}

/** Adds a guest to a group. Graph refuses a second time with 400, which counts as done. */
export async function ensureGroupMember(
  deps: GraphDeps,
  groupId: string,
  guestId: string,
  { urgent }: Urgency,
): Promise<GrantOutcome> {
  try {
    await deps.send({
      method: 'POST',
      path: `${pathOf`/groups/${groupId}/members`}/$ref`,
      body: { '@odata.id': `${deps.entityRoot}${pathOf`/directoryObjects/${guestId}`}` },
      limits: [{ kind: 'directoryWrites' }],
      urgent,
      permission: 'GroupMember.ReadWrite.All',
      fresh: true,
    });
    return 'added';
  } catch (error) {
    const failure = failureOf(error);
    if (saysAlreadyThere(failure)) return 'already';
    // A refusal without a word is what some answers to a second time look like: the directory knows.
    if (failure?.status === 400 && failure.message === '') {
      if (await isMember(deps, groupId, guestId, urgent)) return 'already';
    }
    throw error;
  }
}

async function isMember(
  deps: GraphDeps,
  groupId: string,
  personId: string,
  urgent: boolean,
): Promise<boolean> {
  const { body } = await deps.send({
    method: 'POST',
    path: pathOf`/users/${personId}/checkMemberGroups`,
    body: { groupIds: [groupId] },
    limits: [{ kind: 'reads' }],
    urgent,
    permission: 'GroupMember.Read.All',
    fresh: true,
  });
  return readAs(listShape, body).value.includes(groupId);
}

/**
 * Gives access to an application: through the group that is assigned to it; else, where the settings allow
 * it, by a role of the person's own. Throws `resource.noAssignedGroup` where neither is possible.
 */
export async function ensureApplicationAccess(
  deps: GraphDeps,
  servicePrincipalId: string,
  guestId: string,
  { urgent }: Urgency,
): Promise<GrantOutcome> {
  const row = await readOne(
    deps.send,
    {
      path: pathOf`/servicePrincipals/${servicePrincipalId}`,
      query: { $select: APPLICATION_SELECT },
      limits: [{ kind: 'reads' }],
      urgent,
      permission: 'Application.Read.All',
    },
    applicationShape,
  );
  if (!row) throw new AppError('resource.notFound');
  const groupId = await accessGroup(deps, row, urgent);
  if (groupId) return ensureGroupMember(deps, groupId, guestId, { urgent });
  const roleId = deps.directAppRoles ? plainRole(row) : null;
  if (!roleId) {
    throw new AppError('resource.noAssignedGroup', { name: row.displayName ?? row.id });
  }
  return ensureRole(deps, { principalId: guestId, resourceId: row.id, appRoleId: roleId }, urgent);
}

interface RoleGrant {
  readonly principalId: string;
  readonly resourceId: string;
  readonly appRoleId: string;
}

async function ensureRole(
  deps: GraphDeps,
  grant: RoleGrant,
  urgent: boolean,
): Promise<GrantOutcome> {
  const { body } = await deps.send({
    path: pathOf`/users/${grant.principalId}/appRoleAssignments`,
    query: { $filter: `resourceId eq ${grant.resourceId}` },
    limits: [{ kind: 'reads' }],
    urgent,
    permission: 'Directory.Read.All',
    fresh: true,
  });
  if (readAs(listShape, body).value.length > 0) return 'already';
  try {
    await deps.send({
      method: 'POST',
      path: pathOf`/servicePrincipals/${grant.resourceId}/appRoleAssignedTo`,
      body: grant,
      limits: [{ kind: 'directoryWrites' }],
      urgent,
      permission: 'AppRoleAssignment.ReadWrite.All',
      fresh: true,
    });
    return 'added';
  } catch (error) {
    if (saysAlreadyThere(failureOf(error))) return 'already';
    throw error;
  }
}
