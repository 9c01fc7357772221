import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { GrantOutcome } from '../requests/ports.ts';
import { APPLICATION_SELECT, accessGroup, applicationShape, plainRole } from './applications.ts';
import type { GraphDeps } from './deps.ts';
import { saysAlreadyThere } from './errors.ts';
import { failureOf } from './failure.ts';
import { ensureGroupMember, type Urgency } from './group-access.ts';
import { pathOf } from './odata.ts';
import { readAs, readOne } from './read.ts';

const listShape = z.object({ value: z.array(z.unknown()) });

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
  if (!row) throw new AppError('resource.gone');
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
    permission: 'AppRoleAssignment.ReadWrite.All',
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
