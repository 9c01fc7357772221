import { z } from 'zod';
import type { ResourceFacts } from '../requests/ports.ts';
import { ACCOUNT_SELECT, isUser, toAccount, userShape } from './account.ts';
import { type BatchAnswer, type BatchRead, bodyOf, itemsOf } from './batch.ts';
import type { GraphDeps } from './deps.ts';
import { GROUP_SELECT, type GroupRow, groupRefusal, groupShape } from './groups.ts';
import { pathOf } from './odata.ts';
import { readAs } from './read.ts';

/** Enterprise applications carry this tag; the many service principals of Microsoft's own do not. */
export const APPLICATION_TAG = 'WindowsAzureActiveDirectoryIntegratedApp';

export const APPLICATION_SELECT = 'id,displayName,description,homepage,loginUrl,tags,appRoles';

const roleShape = z.object({
  id: z.string(),
  value: z.string().nullish(),
  displayName: z.string().nullish(),
  isEnabled: z.boolean().nullish(),
  allowedMemberTypes: z.array(z.string()).nullish(),
});

/** A service principal as Graph gives it with `APPLICATION_SELECT`. */
export const applicationShape = z.object({
  id: z.string(),
  displayName: z.string().nullish(),
  description: z.string().nullish(),
  homepage: z.string().nullish(),
  loginUrl: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  appRoles: z.array(roleShape).nullish(),
});

export type ApplicationRow = z.infer<typeof applicationShape>;

/** What has to be read of an application beside its own row. */
export function applicationReads(row: ApplicationRow): readonly BatchRead[] {
  return [
    {
      path: pathOf`/servicePrincipals/${row.id}/owners`,
      query: { $select: ACCOUNT_SELECT },
      permission: 'Application.Read.All',
    },
    assignmentsRead(row.id),
  ];
}

/** The role that stands for plain access where an application has no roles of its own. */
export const DEFAULT_ACCESS = '00000000-0000-0000-0000-000000000000';

const assignmentShape = z.object({
  principalId: z.string(),
  principalType: z.string().nullish(),
  appRoleId: z.string(),
});

type Assignment = z.infer<typeof assignmentShape>;

function assignmentsRead(id: string): BatchRead {
  return {
    path: pathOf`/servicePrincipals/${id}/appRoleAssignedTo`,
    query: { $top: 999 },
    permission: 'Application.Read.All',
  };
}

/** An application with what `applicationReads` gave, in the same order. `reachable`: a guest can be given access to it. */
export function applicationFacts(
  row: ApplicationRow,
  reads: readonly BatchRead[],
  answers: readonly BatchAnswer[],
  reachable: boolean,
): ResourceFacts {
  const [ownersRead] = reads;
  const [owners] = answers;
  const people = ownersRead && owners ? itemsOf(ownersRead, owners, userShape) : [];
  const name = row.displayName ?? row.id;
  return {
    id: row.id,
    kind: 'application',
    name,
    description: row.description || null,
    owners: people.filter(isUser).map(toAccount),
    refusal: reachable ? null : { code: 'resource.noAssignedGroup', params: { name } },
  };
}

/** The group through which a guest gets plain access to an application, of those assigned to it; null: none. */
export async function accessGroup(
  deps: GraphDeps,
  row: ApplicationRow,
  urgent: boolean,
): Promise<string | null> {
  const read = assignmentsRead(row.id);
  const [answer] = await deps.readBatch([read], urgent);
  return answer ? pickAccessGroup(deps, row, read, answer, urgent) : null;
}

/** The same from an answer that is there already. */
export async function pickAccessGroup(
  deps: GraphDeps,
  row: ApplicationRow,
  read: BatchRead,
  answer: BatchAnswer,
  urgent: boolean,
): Promise<string | null> {
  const assigned = itemsOf(read, answer, assignmentShape).filter(
    (each) => each.principalType === 'Group',
  );
  const open = await openGroups(deps, assigned, urgent);
  const usable = assigned.filter((each) => open.has(each.principalId));
  const plain = usable.filter((each) => isPlainRole(row, each.appRoleId));
  // Never a guess: a group that is not plainly for users counts only where it is the only one.
  const [first, ...others] = plain.length > 0 ? plain : usable;
  return first && (plain.length > 0 || others.length === 0) ? first.principalId : null;
}

/** Those of the groups that an application may add members to. */
async function openGroups(
  deps: GraphDeps,
  assigned: readonly Assignment[],
  urgent: boolean,
): Promise<ReadonlyMap<string, GroupRow>> {
  if (assigned.length === 0) return new Map();
  const reads = assigned.map((each) => ({
    path: pathOf`/groups/${each.principalId}`,
    query: { $select: GROUP_SELECT },
    permission: 'GroupMember.Read.All',
  }));
  const answers = await deps.readBatch(reads, urgent);
  const open = new Map<string, GroupRow>();
  for (const [index, read] of reads.entries()) {
    const answer = answers[index];
    const body = answer ? bodyOf(read, answer) : null;
    const group = body === null ? null : readAs(groupShape, body);
    if (group && groupRefusal(group) === null) open.set(group.id, group);
  }
  return open;
}

/** Names that applications give to the role of an ordinary user. `msiam_access` is what the gallery's have. */
const PLAIN_ROLE = /^(user|users|msiam_access|default access|guest|member|reader)$/i;

function isPlainRole(row: ApplicationRow, roleId: string): boolean {
  if (roleId === DEFAULT_ACCESS) return true;
  const role = row.appRoles?.find((each) => each.id === roleId);
  return (
    role !== undefined && [role.value, role.displayName].some((each) => PLAIN_ROLE.test(each ?? ''))
  );
}

/** The role to give to a person directly: default access where there are no roles, else the one for ordinary users; null: unclear. */
export function plainRole(row: ApplicationRow): string | null {
  const forPeople = (row.appRoles ?? []).filter(
    (role) => role.isEnabled !== false && (role.allowedMemberTypes ?? ['User']).includes('User'),
  );
  if (forPeople.length === 0) return DEFAULT_ACCESS;
  const plain = forPeople.find((role) => isPlainRole(row, role.id));
  return plain?.id ?? (forPeople.length === 1 ? (forPeople[0]?.id ?? null) : null);
}
