import { type SQL, sql } from 'drizzle-orm';
import type { RequestView } from '../requests/types.ts';
import type { NewGuest } from './guests.ts';
import { insertRows, type Rows } from './insert-rows.ts';
import { type JsonRows, viewOf } from './request-views.ts';
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
  const inserts = insertsOf(row.id, parts);
  const steps = inserts.map(
    ({ key, ...rows }) => sql`${step(key)} as (
      ${insertRows(rows, sql`exists (select from made)`)} returning *
    )`,
  );
  const lists = inserts.map(
    ({ key }) =>
      sql`(select jsonb_agg(to_jsonb(${step(key)})) from ${step(key)}) as ${sql.raw(key)}`,
  );
  const { rows } = await tx.execute<JsonRows>(sql`
    with made as (
      ${insertRows({ table: requests, rows: [row] })}
      on conflict (origin_conversation, origin_activity) do nothing returning *
    ), ${sql.join(steps, sql`, `)}
    select to_jsonb(made) as request, ${sql.join(lists, sql`, `)} from made`);
  return rows[0] ? viewOf(rows[0]) : null;
}

/** Writes what belongs to a request that has nothing yet, in one statement. */
export async function insertParts(tx: Tx, requestId: string, parts: Parts): Promise<void> {
  const steps = insertsOf(requestId, parts).map(
    ({ key, ...rows }) => sql`${step(key)} as (${insertRows(rows)})`,
  );
  if (steps.length > 0) await tx.execute(sql`with ${sql.join(steps, sql`, `)} select`);
}

function step(key: string): SQL {
  return sql.raw(`new_${key}`);
}

/** The rows of each table that has any, by their keys in `JsonRows`. A new request has one at least: its card is awaited. */
function insertsOf(requestId: string, parts: Parts): (Rows & { readonly key: string })[] {
  return [
    { key: 'resources', table: requestResources, rows: resourceRows(requestId, parts.resources) },
    { key: 'approvers', table: approvers, rows: approverRows(requestId, parts.resources) },
    { key: 'guests', table: guests, rows: parts.guests },
    { key: 'grants', table: grants, rows: grantRows(parts.guests, parts.granted) },
    { key: 'timers', table: timers, rows: parts.timers.map(timerRow) },
  ].filter(({ rows }) => rows.length > 0);
}

function resourceRows(requestId: string, resources: readonly NewResource[]): Rows['rows'] {
  return resources.map(({ approvers: _, ...row }, position) => ({ ...row, requestId, position }));
}

function approverRows(requestId: string, resources: readonly NewResource[]): Rows['rows'] {
  return resources.flatMap(({ resourceId, approvers: people }) =>
    [...new Map(people.map((person) => [person.id, person])).values()].map(
      ({ id, name, mail }) => ({ requestId, resourceId, personId: id, name, mail }),
    ),
  );
}

function grantRows(rows: readonly NewGuest[], resourceIds: readonly string[]): Rows['rows'] {
  return rows.flatMap(({ id, updatedAt }) =>
    resourceIds.map((resourceId) => ({
      guestRowId: id,
      resourceId,
      status: 'waiting',
      updatedAt,
    })),
  );
}
