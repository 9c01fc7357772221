import type { z } from 'zod';
import type { ResourceFacts, ResourceSearch } from '../requests/ports.ts';
import type { ResourceKind } from '../requests/types.ts';
import {
  APPLICATION_SELECT,
  APPLICATION_TAG,
  type ApplicationRow,
  applicationFacts,
  applicationReads,
  applicationShape,
  pickAccessGroup,
} from './applications.ts';
import { type BatchAnswer, type BatchRead, bodyOf, itemsOf } from './batch.ts';
import type { GraphDeps } from './deps.ts';
import { GROUP_SELECT, type GroupRow, groupFacts, groupReads, groupShape } from './groups.ts';
import { comparable, nearest } from './nearest.ts';
import { isObjectId, literal, pathOf, type Query, searchClause } from './odata.ts';
import { readAs } from './read.ts';

/** Most candidates shown when no name fits. */
const MOST_NEAR = 5;
/** Rows per look-up; below 20 a read costs one unit less. */
const MOST_ROWS = 19;
/** Words of a name that are searched for; what goes beyond is no name. */
const MOST_WORDS = 6;

/** A row of the directory that may be a resource, with how to learn the rest. */
interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly reads: readonly BatchRead[];
  facts(answers: readonly BatchAnswer[]): Promise<ResourceFacts>;
}

/** Teams, groups and enterprise applications of this name, or the ones whose names come closest. Two round trips, three with applications. */
export async function searchResources(deps: GraphDeps, name: string): Promise<ResourceSearch> {
  const wanted = comparable(name);
  if (wanted === '') return { exact: [], near: [] };
  if (isObjectId(wanted)) {
    return { exact: await complete(deps, await candidatesById(deps, wanted)), near: [] };
  }
  const found = await candidatesByName(deps, name.trim().replace(/\s+/g, ' '));
  const exact = found.filter((each) => comparable(each.name) === wanted);
  if (exact.length > 0) return { exact: await complete(deps, exact), near: [] };
  const near = nearest(wanted, found, (each) => each.name, MOST_NEAR);
  return { exact: [], near: await complete(deps, near) };
}

/** One resource, read now: what is decided at a press must not come from memory. */
export async function resource(
  deps: GraphDeps,
  id: string,
  kind: ResourceKind,
): Promise<ResourceFacts | null> {
  if (!isObjectId(id)) return null;
  const found = await complete(deps, await candidatesById(deps, id, kind));
  return found.find((each) => (each.kind === 'application') === (kind === 'application')) ?? null;
}

async function candidatesById(
  deps: GraphDeps,
  id: string,
  kind?: ResourceKind,
): Promise<readonly Candidate[]> {
  const group = {
    path: pathOf`/groups/${id}`,
    query: { $select: GROUP_SELECT },
    permission: 'GroupMember.Read.All',
  };
  const application = {
    path: pathOf`/servicePrincipals/${id}`,
    query: { $select: APPLICATION_SELECT },
    permission: 'Application.Read.All',
  };
  const reads =
    kind === undefined ? [group, application] : [kind === 'application' ? application : group];
  const answers = await deps.readBatch(reads, true);
  return reads.flatMap((read, index) => {
    const answer = answers[index];
    const body = answer ? bodyOf(read, answer) : null;
    if (body === null) return [];
    return read === group
      ? [groupCandidate(readAs(groupShape, body))]
      : [applicationCandidate(deps, readAs(applicationShape, body))];
  });
}

/** By the whole name, by its words, and by its beginning, for groups and for applications: one batch. */
async function candidatesByName(deps: GraphDeps, name: string): Promise<readonly Candidate[]> {
  const [groups, applications] = [groupLookUps(name), applicationLookUps(name)];
  const answers = await deps.readBatch([...groups, ...applications], true);
  return [
    ...rowsOf(groups, answers.slice(0, groups.length), groupShape).map(groupCandidate),
    ...rowsOf(applications, answers.slice(groups.length), applicationShape).map((row) =>
      applicationCandidate(deps, row),
    ),
  ];
}

function rowsOf<T extends { id: string }>(
  reads: readonly BatchRead[],
  answers: readonly BatchAnswer[],
  shape: z.ZodType<T>,
): readonly T[] {
  const rows = new Map<string, T>();
  for (const [index, read] of reads.entries()) {
    const answer = answers[index];
    for (const row of answer ? itemsOf(read, answer, shape) : []) rows.set(row.id, row);
  }
  return [...rows.values()];
}

const EVENTUAL = { ConsistencyLevel: 'eventual' };

/** How a name's words are looked for anywhere in a name. Of signs alone Graph finds everything: they are no word. */
function wordSearch(name: string): readonly string[] {
  const words = name.split(' ').filter((word) => /[\p{L}\p{N}]/u.test(word));
  const clauses = words.slice(0, MOST_WORDS).map((word) => searchClause('displayName', word));
  return clauses.length === 0 ? [] : [clauses.join(' OR ')];
}

function groupLookUps(name: string): readonly BatchRead[] {
  const look = (query: Query, headers?: Record<string, string>): BatchRead => ({
    path: '/groups',
    query: { ...query, $select: GROUP_SELECT, $top: MOST_ROWS },
    headers,
    permission: 'GroupMember.Read.All',
  });
  return [
    look({ $filter: `displayName eq ${literal(name)}` }),
    look({ $filter: `startswith(displayName,${literal(name.slice(0, 3))})` }),
    ...wordSearch(name).map((words) => look({ $search: words, $count: true }, EVENTUAL)),
  ];
}

function applicationLookUps(name: string): readonly BatchRead[] {
  const tagged = `tags/any(t:t eq ${literal(APPLICATION_TAG)})`;
  const look = (query: Query, headers?: Record<string, string>): BatchRead => ({
    path: '/servicePrincipals',
    query: { ...query, $select: APPLICATION_SELECT, $top: MOST_ROWS },
    headers,
    permission: 'Application.Read.All',
  });
  return [
    look({ $filter: `displayName eq ${literal(name)} and ${tagged}` }),
    look({ $filter: `startswith(displayName,${literal(name.slice(0, 3))}) and ${tagged}` }),
    ...wordSearch(name).map((words) =>
      look({ $search: words, $filter: tagged, $count: true }, EVENTUAL),
    ),
  ];
}

function groupCandidate(row: GroupRow): Candidate {
  const reads = groupReads(row);
  return {
    id: row.id,
    name: row.displayName ?? row.id,
    reads,
    facts: async (answers) => groupFacts(row, reads, answers),
  };
}

function applicationCandidate(deps: GraphDeps, row: ApplicationRow): Candidate {
  const reads = applicationReads(row);
  return {
    id: row.id,
    name: row.displayName ?? row.id,
    reads,
    async facts(answers) {
      const [, assignments] = answers;
      const [, read] = reads;
      const reachable =
        deps.directAppRoles ||
        (read !== undefined &&
          assignments !== undefined &&
          (await pickAccessGroup(deps, row, read, assignments, true)) !== null);
      return applicationFacts(row, reads, answers, reachable);
    },
  };
}

/** Reads owners and policies of all candidates in one go. */
async function complete(
  deps: GraphDeps,
  candidates: readonly Candidate[],
): Promise<readonly ResourceFacts[]> {
  if (candidates.length === 0) return [];
  const answers = await deps.readBatch(
    candidates.flatMap((each) => each.reads),
    true,
  );
  let at = 0;
  return Promise.all(
    candidates.map((each) => {
      const mine = answers.slice(at, at + each.reads.length);
      at += each.reads.length;
      return each.facts(mine);
    }),
  );
}
