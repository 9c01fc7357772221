import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Person, RequestView, ResourceView } from '../requests/types.ts';
import type { GrantRow, GuestRow } from './guests.ts';
import type { RequestRow, ResourceRow } from './requests.ts';
import { approvers, grants, guests, requestResources, requests } from './schema.ts';
import type { DbOrTx } from './types.ts';

type ApproverRow = typeof approvers.$inferSelect;

/** A request's row, and the rows of all that belongs to it, in any order. */
export interface RequestRows {
  readonly request: RequestRow;
  readonly resources: readonly ResourceRow[];
  readonly approvers: readonly ApproverRow[];
  readonly guests: readonly GuestRow[];
  readonly grants: readonly GrantRow[];
}

/** The same as the database writes rows as JSON; null: there is none. */
interface JsonRows extends Record<string, unknown> {
  readonly request: unknown;
  readonly resources: readonly unknown[] | null;
  readonly approvers: readonly unknown[] | null;
  readonly guests: readonly unknown[] | null;
  readonly grants: readonly unknown[] | null;
}

/** Requests with everything that may be said of them, in the order of `ids`; unknown ids are left out. One query. */
export async function readViews(db: DbOrTx, ids: readonly string[]): Promise<RequestView[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.execute<JsonRows>(sql`
    select to_jsonb(${requests}) as request,
      ${listed(requestResources, sql`request_id = requests.id`)} as resources,
      ${listed(approvers, sql`request_id = requests.id`)} as approvers,
      ${listed(guests, sql`request_id = requests.id`)} as guests,
      ${listed(grants, sql`guest_row_id = any (array(select id from guests where request_id = requests.id))`)} as grants
    from ${requests} where id in ${[...ids]}`);
  const views = new Map(rows.map((row) => viewOf(readRows(row))).map((view) => [view.id, view]));
  return ids.flatMap((id) => views.get(id) ?? []);
}

/** Rows of another table as one JSON value: a query of its own would cost more than its rows. */
function listed(table: PgTable, which: SQL): SQL {
  return sql`(select jsonb_agg(to_jsonb(${table})) from ${table} where ${which})`;
}

/** What may be said of a request by its rows. */
export function viewOf({
  request,
  resources,
  approvers,
  guests,
  grants,
}: RequestRows): RequestView {
  return toView(request, {
    resources: resources.toSorted((a, b) => a.position - b.position),
    people: approvers.toSorted(
      (a, b) => inOrder(a.name, b.name) || inOrder(a.personId, b.personId),
    ),
    guests: guests.toSorted((a, b) => a.row - b.row),
    grants: Map.groupBy(grants, (row) => row.guestRowId),
  });
}

function readRows(json: JsonRows): RequestRows {
  const [request] = rowsOf(requests, [json.request]);
  if (!request) throw new Error('There is no request in these rows.');
  return {
    request,
    resources: rowsOf(requestResources, json.resources),
    approvers: rowsOf(approvers, json.approvers),
    guests: rowsOf(guests, json.guests),
    grants: rowsOf(grants, json.grants),
  };
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Rows that came as JSON, by the names and types that the schema gives them. */
function rowsOf<T extends PgTable>(table: T, list: readonly unknown[] | null): T['$inferSelect'][] {
  const columns = Object.entries(getTableColumns(table));
  return (list ?? []).map((row) => {
    const values = new Map(Object.entries(row as object));
    return Object.fromEntries(
      columns.map(([key, column]) => {
        const value: unknown = values.get(column.name);
        return [key, value === null ? null : column.mapFromDriverValue(value)];
      }),
    ) as T['$inferSelect'];
  });
}

interface Parts {
  readonly resources: readonly ResourceRow[];
  readonly people: readonly ApproverRow[];
  readonly guests: readonly GuestRow[];
  readonly grants: ReadonlyMap<string, readonly GrantRow[]>;
}

function toView(row: RequestRow, parts: Parts): RequestView {
  const { resources, people } = parts;
  return {
    id: row.id,
    status: row.status,
    version: row.version,
    requester: { id: row.requesterId, name: row.requesterName, mail: row.requesterMail },
    guests: parts.guests.map((guest) => toGuest(guest, resources, parts)),
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
    begun: parts.guests.some(({ userId }) => userId !== null),
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
    wasGuest: row.mailedAt !== null && row.redeemLink === null && row.microsoftMailedAt === null,
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
