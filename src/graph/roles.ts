import { z } from 'zod';
import type { Account, DirectoryRole } from '../requests/ports.ts';
import { ACCOUNT_SELECT, isUser, toAccount, type UserRow, userShape } from './account.ts';
import { type BatchRead, itemsOf } from './batch.ts';
import type { GraphDeps } from './deps.ts';
import { pathOf } from './odata.ts';
import { readAll } from './read.ts';

/** An administrator with the roles that are active now. */
export type Administrator = Account & { readonly roles: readonly DirectoryRole[] };

/** Template ids of the roles that matter here; they are the same in every tenant. */
const TEMPLATES: Readonly<Record<string, DirectoryRole>> = {
  '62e90394-69f5-4237-9190-012177145e10': 'globalAdministrator',
  'fe930be7-5e62-47db-91af-98c3a49a38b1': 'userAdministrator',
  '95e79109-95c0-4d8e-aee3-d01accf2d47b': 'guestInviter',
};

const PERMISSION = 'RoleManagement.Read.Directory';

const roleShape = z.object({ id: z.string(), roleTemplateId: z.string() });

/**
 * Enabled members who hold one of these roles now, tenant-wide. The members of a directory role are the
 * active holders: who is only eligible is not among them. Guests and disabled accounts are left out.
 */
export async function readAdministrators(deps: GraphDeps): Promise<readonly Administrator[]> {
  const holders = await readHolders(deps);
  const found = new Map<string, { row: UserRow; roles: DirectoryRole[] }>();
  for (const { row, role } of holders) {
    const known = found.get(row.id) ?? { row, roles: [] };
    if (!known.roles.includes(role)) known.roles.push(role);
    found.set(row.id, known);
  }
  return [...found.values()]
    .map(({ row, roles }) => ({ ...toAccount(row), roles }))
    .filter((each) => each.enabled && each.userType === 'member');
}

interface Holder {
  readonly row: UserRow;
  readonly role: DirectoryRole;
}

async function readHolders(deps: GraphDeps): Promise<readonly Holder[]> {
  const roles = await readAll(
    deps.send,
    {
      path: '/directoryRoles',
      query: { $select: 'id,roleTemplateId' },
      limits: [{ kind: 'reads' }],
      urgent: true,
      permission: PERMISSION,
    },
    roleShape,
  );
  const asked = roles.flatMap(({ id, roleTemplateId }) => {
    const role = TEMPLATES[roleTemplateId.toLowerCase()];
    return role ? [{ role, read: membersOf(pathOf`/directoryRoles/${id}/members`) }] : [];
  });
  const direct = await readMembers(deps, asked);
  const groups = direct.filter(({ row }) => row['@odata.type']?.endsWith('.group'));
  const nested = await readMembers(
    deps,
    groups.map(({ row, role }) => ({
      role,
      read: membersOf(pathOf`/groups/${row.id}/transitiveMembers`),
    })),
  );
  return [...direct, ...nested].filter(({ row }) => isUser(row));
}

function membersOf(path: string): BatchRead {
  return { path, query: { $select: ACCOUNT_SELECT }, permission: PERMISSION };
}

async function readMembers(
  deps: GraphDeps,
  asked: readonly { role: DirectoryRole; read: BatchRead }[],
): Promise<readonly Holder[]> {
  if (asked.length === 0) return [];
  const answers = await deps.readBatch(
    asked.map((each) => each.read),
    true,
  );
  return asked.flatMap(({ role, read }, index) => {
    const answer = answers[index];
    return answer ? itemsOf(read, answer, userShape).map((row) => ({ row, role })) : [];
  });
}
