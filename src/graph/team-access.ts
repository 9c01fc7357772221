import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { GrantOutcome } from '../requests/ports.ts';
import type { GraphDeps } from './deps.ts';
import { saysAlreadyThere } from './errors.ts';
import { failureOf } from './failure.ts';
import { ensureGroupMember, type Urgency } from './group-access.ts';
import { literal, pathOf } from './odata.ts';
import { isOwnRightRefused } from './own-right.ts';
import { account } from './people.ts';
import { readAs } from './read.ts';

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

/** How a guest is brought into a team; `ownToken`: an owner's, in whose right it is done. */
interface TeamUrgency extends Urgency {
  readonly ownToken?: string | null;
}

/**
 * Brings a guest into a team. Teams' own call first, for then Teams shows him at once; where it refuses
 * guests from an application (403), through the team's group: then he may be shown hours later. In an
 * owner's right there is nothing but Teams' own call.
 *
 * @throws AppError `graph.ownRightRefused` where the owner's right does not reach so far
 */
export async function ensureTeamMember(
  deps: GraphDeps,
  teamId: string,
  guestId: string,
  { urgent, ownToken = null }: TeamUrgency,
): Promise<GrantOutcome> {
  if (await rosterIfThere(deps, teamId, guestId, urgent)) return 'already';
  try {
    await addToTeam(deps, teamId, guestId, { urgent, ownToken });
    return 'added';
  } catch (error) {
    if (saysAlreadyThere(failureOf(error))) return 'already';
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'notYetThere') throw await notFoundCause(deps, guestId, error);
    if (ownToken && isOwnRightRefused(error)) {
      throw new AppError('graph.ownRightRefused', {}, { cause: error.cause });
    }
    // Any other 403 is Teams' refusal of guests: the group's own answer tells whether more stands behind it.
    if (error.code !== 'graph.forbidden') throw error;
  }
  await ensureGroupMember(deps, teamId, guestId, { urgent });
  return (await teamRosterHas(deps, teamId, guestId, urgent)) ? 'added' : 'later';
}

/** Teams' own call. */
async function addToTeam(
  deps: GraphDeps,
  teamId: string,
  guestId: string,
  { urgent, ownToken }: TeamUrgency,
): Promise<void> {
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
    ...(ownToken ? { ownToken } : {}),
  });
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
