import { z } from 'zod';
import type { ResourceFacts } from '../requests/ports.ts';
import type { Problem, ResourceKind } from '../requests/types.ts';
import { ACCOUNT_SELECT, isUser, toAccount, userShape } from './account.ts';
import { type BatchAnswer, type BatchRead, bodyOf, itemsOf } from './batch.ts';
import { pathOf } from './odata.ts';
import { readAs } from './read.ts';

export const GROUP_SELECT =
  'id,displayName,description,groupTypes,mailEnabled,securityEnabled,onPremisesSyncEnabled,isAssignableToRole,resourceProvisioningOptions,assignedLabels';

/** A group as Graph gives it with `GROUP_SELECT`. */
export const groupShape = z.object({
  id: z.string(),
  displayName: z.string().nullish(),
  description: z.string().nullish(),
  groupTypes: z.array(z.string()).default([]),
  mailEnabled: z.boolean().nullish(),
  securityEnabled: z.boolean().nullish(),
  onPremisesSyncEnabled: z.boolean().nullish(),
  isAssignableToRole: z.boolean().nullish(),
  resourceProvisioningOptions: z.array(z.string()).nullish(),
  assignedLabels: z.array(z.unknown()).nullish(),
});

export type GroupRow = z.infer<typeof groupShape>;

/** A team is a group that Teams was provisioned for. */
export function kindOfGroup(row: GroupRow): ResourceKind {
  return row.resourceProvisioningOptions?.includes('Team') ? 'team' : 'group';
}

/** Why nobody can be added to this group by an application, from its own row; null: nothing against it. */
export function groupRefusal(row: GroupRow): Problem | null {
  if (row.groupTypes.includes('DynamicMembership')) return refusal('resource.dynamic', row);
  if (row.onPremisesSyncEnabled) return refusal('resource.onPremises', row);
  if (row.isAssignableToRole) return refusal('resource.roleAssignable', row);
  // Distribution lists are kept in Exchange as mail-enabled security groups are: Graph cannot change either.
  if (row.mailEnabled && !row.groupTypes.includes('Unified')) {
    return refusal('resource.mailEnabledSecurity', row);
  }
  return null;
}

function refusal(code: string, row: GroupRow): Problem {
  return { code, params: { name: row.displayName ?? row.id } };
}

const teamShape = z.object({ isArchived: z.boolean().nullish() });
const settingShape = z.object({
  values: z.array(z.object({ name: z.string(), value: z.string().nullish() })).nullish(),
});

/** What has to be read of a group beside its own row. */
export function groupReads(row: GroupRow): readonly BatchRead[] {
  const reads = [
    {
      path: pathOf`/groups/${row.id}/owners`,
      query: { $select: ACCOUNT_SELECT },
      permission: 'GroupMember.Read.All',
    },
  ];
  if (!row.groupTypes.includes('Unified')) return reads;
  const settings = {
    path: pathOf`/groups/${row.id}/settings`,
    permission: 'GroupSettings.Read.All',
  };
  if (kindOfGroup(row) === 'group') return [...reads, settings];
  const team = {
    path: pathOf`/teams/${row.id}`,
    query: { $select: 'id,isArchived' },
    permission: 'Team.ReadBasic.All',
  };
  return [...reads, settings, team];
}

/** A group with what `groupReads` gave, in the same order. */
export function groupFacts(
  row: GroupRow,
  reads: readonly BatchRead[],
  answers: readonly BatchAnswer[],
): ResourceFacts {
  const [ownersRead, settingsRead, teamRead] = reads;
  const [owners, settings, team] = answers;
  const people = ownersRead && owners ? itemsOf(ownersRead, owners, userShape) : [];
  const archived = teamRead && team ? isArchived(teamRead, team) : false;
  const guestsRefused = settingsRead && settings ? refusesGuests(settingsRead, settings) : false;
  return {
    id: row.id,
    kind: kindOfGroup(row),
    name: row.displayName ?? row.id,
    description: row.description || null,
    owners: people.filter(isUser).map(toAccount),
    refusal:
      groupRefusal(row) ??
      (archived ? refusal('resource.archived', row) : null) ??
      (guestsRefused ? guestRefusal(row) : null),
  };
}

function isArchived(read: BatchRead, answer: BatchAnswer): boolean {
  const body = bodyOf(read, answer);
  return body !== null && readAs(teamShape, body).isArchived === true;
}

/** The group's own guest policy (template Group.Unified.Guest): `AllowToAddGuests` is a text, in any case. */
function refusesGuests(read: BatchRead, answer: BatchAnswer): boolean {
  return itemsOf(read, answer, settingShape)
    .flatMap((setting) => setting.values ?? [])
    .some(({ name, value }) => name === 'AllowToAddGuests' && value?.toLowerCase() === 'false');
}

/** A sensitivity label writes its word on guests into that same policy: then the label is the cause. */
function guestRefusal(row: GroupRow): Problem {
  const labelled = (row.assignedLabels ?? []).length > 0;
  return refusal(labelled ? 'resource.labelForbidsGuests' : 'resource.guestsNotAllowed', row);
}
