import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { GrantOutcome } from '../requests/ports.ts';
import type { GraphDeps } from './deps.ts';
import { saysAlreadyThere } from './errors.ts';
import { failureOf } from './failure.ts';
import { GROUP_SELECT, groupRefusal, groupShape } from './groups.ts';
import { pathOf } from './odata.ts';
import { readAs, readOne } from './read.ts';

/** How much a write matters now. */
export interface Urgency {
  readonly urgent: boolean;
}

const groupsShape = z.object({ value: z.array(z.string()) });

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
    throw await groupCause(deps, groupId, error);
  }
}

/** Graph refuses many a group with no better word than 403: its own row tells why. */
async function groupCause(deps: GraphDeps, groupId: string, error: unknown): Promise<unknown> {
  const unnamed =
    error instanceof AppError && ['graph.forbidden', 'graph.refused'].includes(error.code);
  if (!unnamed) return error;
  const row = await readOne(
    deps.send,
    {
      path: pathOf`/groups/${groupId}`,
      query: { $select: GROUP_SELECT },
      limits: [{ kind: 'reads' }],
      urgent: false,
      permission: 'GroupMember.Read.All',
    },
    groupShape,
  );
  const refusal = row ? groupRefusal(row) : null;
  return refusal ? new AppError(refusal.code, refusal.params, { cause: error.cause }) : error;
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
  return readAs(groupsShape, body).value.includes(groupId);
}
