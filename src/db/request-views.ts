import { eq, inArray } from 'drizzle-orm';
import type { Person, RequestView, ResourceView } from '../requests/types.ts';
import type { GrantRow, GuestRow } from './guests.ts';
import type { RequestRow, ResourceRow } from './requests.ts';
import { approvers, grants, guests, requestResources, requests } from './schema.ts';
import type { DbOrTx } from './types.ts';

type ApproverRow = typeof approvers.$inferSelect;

/** Requests with everything that may be said of them, in the order of `ids`; unknown ids are left out. Five queries. */
export async function readViews(db: DbOrTx, ids: readonly string[]): Promise<RequestView[]> {
  if (ids.length === 0) return [];
  const wanted = [...ids];
  const rows = await db.select().from(requests).where(inArray(requests.id, wanted));
  const resources = await db
    .select()
    .from(requestResources)
    .where(inArray(requestResources.requestId, wanted))
    .orderBy(requestResources.position);
  const people = await db
    .select()
    .from(approvers)
    .where(inArray(approvers.requestId, wanted))
    .orderBy(approvers.name, approvers.personId);
  const guestRows = await db
    .select()
    .from(guests)
    .where(inArray(guests.requestId, wanted))
    .orderBy(guests.row);
  const given = await db
    .select({ grant: grants, requestId: guests.requestId })
    .from(grants)
    .innerJoin(guests, eq(guests.id, grants.guestRowId))
    .where(inArray(guests.requestId, wanted));

  const parts = {
    resources: Map.groupBy(resources, (row) => row.requestId),
    people: Map.groupBy(people, (row) => row.requestId),
    guests: Map.groupBy(guestRows, (row) => row.requestId),
    grants: Map.groupBy(
      given.map(({ grant }) => grant),
      (row) => row.guestRowId,
    ),
  };
  const views = new Map(rows.map((row) => [row.id, toView(row, parts)]));
  return ids.flatMap((id) => views.get(id) ?? []);
}

interface Parts {
  readonly resources: ReadonlyMap<string, readonly ResourceRow[]>;
  readonly people: ReadonlyMap<string, readonly ApproverRow[]>;
  readonly guests: ReadonlyMap<string, readonly GuestRow[]>;
  readonly grants: ReadonlyMap<string, readonly GrantRow[]>;
}

function toView(row: RequestRow, parts: Parts): RequestView {
  const resources = parts.resources.get(row.id) ?? [];
  const people = parts.people.get(row.id) ?? [];
  return {
    id: row.id,
    status: row.status,
    version: row.version,
    requester: { id: row.requesterId, name: row.requesterName, mail: row.requesterMail },
    guests: (parts.guests.get(row.id) ?? []).map((guest) => toGuest(guest, resources, parts)),
    resources: resources.map((resource) => toResource(resource, people)),
    directoryOnly: row.directoryOnly,
    reason: row.reason,
    until: row.until,
    message: row.message,
    createdAt: row.createdAt,
    decidedAt: row.decidedAt,
    endedBy: row.endedBy,
    denial: row.denial,
    problem: row.problem,
    openResources: row.openResources,
    unreached: row.status === 'pending' ? unreachedOf(resources, people) : [],
    locale: row.locale,
  };
}

function toResource(row: ResourceRow, people: readonly ApproverRow[]): ResourceView {
  return {
    id: row.resourceId,
    // The directory itself is told from the others by its empty id; no kind is said of it.
    kind: row.kind === 'directory' ? 'group' : row.kind,
    name: row.name,
    decision: row.decision,
    approvers: people.filter(({ resourceId }) => resourceId === row.resourceId).map(toPerson),
    standIn: row.standIn,
    why: row.why,
    decidedBy: row.decidedBy,
    decidedAt: row.decidedAt,
    comment: row.comment,
  };
}

function toGuest(
  row: GuestRow,
  resources: readonly ResourceRow[],
  parts: Parts,
): RequestView['guests'][number] {
  const given = parts.grants.get(row.id) ?? [];
  return {
    id: row.id,
    row: row.row,
    address: row.address,
    name: row.name,
    status: row.status,
    problem: row.problem,
    grants: resources.flatMap(({ resourceId }) =>
      given
        .filter((grant) => grant.resourceId === resourceId)
        .map(({ status, problem }) => ({ resourceId, status, problem })),
    ),
    mailedAt: row.mailedAt,
    arrivedAt: row.arrivedAt,
    alreadyIn: row.status === 'arrived' && row.mailedAt === null,
    wasGuest: row.mailedAt !== null && row.redeemLink === null,
  };
}

/** Those who could not be reached and still have something to decide, once each. */
function unreachedOf(
  resources: readonly ResourceRow[],
  people: readonly ApproverRow[],
): readonly Person[] {
  const waiting = new Set(
    resources.filter(({ decision }) => decision === 'waiting').map((row) => row.resourceId),
  );
  const rows = people.filter((row) => row.unreachedAt && waiting.has(row.resourceId));
  return [...new Map(rows.map((row) => [row.personId, toPerson(row)])).values()];
}

function toPerson({ personId, name, mail }: ApproverRow): Person {
  return { id: personId, name, mail };
}
