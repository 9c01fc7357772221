import { type SQL, sql } from 'drizzle-orm';
import type { RequestView } from '../requests/types.ts';
import type { NewGuest } from './guests.ts';
import { asInserted, insertRows, type Rows } from './insert-rows.ts';
import { viewOf } from './request-views.ts';
import type { NewRequest, NewResource } from './requests.ts';
import { approvers, grants, guests, requestResources, requests, timers } from './schema.ts';
import { type NewTimer, timerRow } from './timers.ts';
import type { Tx } from './types.ts';

/**
 * What belongs to a request: its resources, in this order and each with the people who may decide for it; its
 * guests, each with a grant that waits for each of `granted` (ids of resources); its timers.
 */
export interface Parts {
  readonly resources: readonly NewResource[];
  readonly guests: readonly NewGuest[];
  readonly granted: readonly string[];
  readonly timers: readonly NewTimer[];
}

/** Adds a request with all that belongs to it, in one statement; null when the activity it came from has made one already. */
export async function insertRequest(
  tx: Tx,
  row: NewRequest,
  parts: Parts,
): Promise<RequestView | null> {
  const belonging = rowsOf(row.id, parts);
  const steps = insertsOf(belonging, sql`exists (select from made)`);
  const { rows } = await tx.execute(sql`
    with made as (
      ${insertRows({ table: requests, rows: [row] })}
      on conflict (origin_conversation, origin_activity) do nothing returning id
    ), ${sql.join(steps, sql`, `)}
    select id from made`);
  if (rows.length === 0) return null;
  // Read back, the rows would cost half as much again as they cost to write.
  const [request] = asInserted(requests, [row]);
  if (!request) throw new Error('A request that was added has no row.');
  return viewOf({
    request,
    resources: asInserted(requestResources, belonging.resources),
    approvers: asInserted(approvers, belonging.approvers),
    guests: asInserted(guests, belonging.guests),
    grants: asInserted(grants, belonging.grants),
  });
}

/** Writes what belongs to a request that has nothing yet, in one statement. */
export async function insertParts(tx: Tx, requestId: string, parts: Parts): Promise<void> {
  const steps = insertsOf(rowsOf(requestId, parts));
  if (steps.length > 0) await tx.execute(sql`with ${sql.join(steps, sql`, `)} select`);
}

/** The rows of each table that belong to a request. */
interface Belonging {
  readonly resources: readonly (typeof requestResources.$inferInsert)[];
  readonly approvers: readonly (typeof approvers.$inferInsert)[];
  readonly guests: readonly NewGuest[];
  readonly grants: readonly (typeof grants.$inferInsert)[];
  readonly timers: readonly (typeof timers.$inferInsert)[];
}

function rowsOf(requestId: string, parts: Parts): Belonging {
  return {
    resources: resourceRows(requestId, parts.resources),
    approvers: approverRows(requestId, parts.resources),
    guests: parts.guests,
    grants: grantRows(parts.guests, parts.granted),
    timers: parts.timers.map(timerRow),
  };
}

/** A step of a larger statement for each table that has any rows. A new request has one at least: its card is awaited. */
function insertsOf(belonging: Belonging, where?: SQL): SQL[] {
  const tables: readonly Rows[] = [
    { table: requestResources, rows: belonging.resources },
    { table: approvers, rows: belonging.approvers },
    { table: guests, rows: belonging.guests },
    { table: grants, rows: belonging.grants },
    { table: timers, rows: belonging.timers },
  ];
  return tables
    .filter(({ rows }) => rows.length > 0)
    .map((each, index) => sql`${sql.raw(`step_${index}`)} as (${insertRows(each, where)})`);
}

function resourceRows(
  requestId: string,
  resources: readonly NewResource[],
): Belonging['resources'] {
  return resources.map(({ approvers: _, ...row }, position) => ({ ...row, requestId, position }));
}

function approverRows(
  requestId: string,
  resources: readonly NewResource[],
): Belonging['approvers'] {
  return resources.flatMap(({ resourceId, approvers: people }) =>
    [...new Map(people.map((person) => [person.id, person])).values()].map(
      ({ id, name, mail }) => ({ requestId, resourceId, personId: id, name, mail }),
    ),
  );
}

function grantRows(rows: readonly NewGuest[], resourceIds: readonly string[]): Belonging['grants'] {
  return rows.flatMap(({ id, updatedAt }) =>
    resourceIds.map((resourceId) => ({
      guestRowId: id,
      resourceId,
      status: 'waiting' as const,
      updatedAt,
    })),
  );
}
