import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { NewGuest } from './guests.ts';
import type { NewResource } from './requests.ts';
import { approvers, grants, guests, requestResources } from './schema.ts';
import type { Tx } from './types.ts';

/** Rows of one table, all with the same fields. */
interface Rows {
  readonly table: PgTable;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/**
 * Writes what belongs to a request that has nothing yet, in one statement: its resources, in this order and
 * each with the people who may decide for it, and its guests, each with a grant that waits for each of
 * `granted` (ids of resources).
 */
export async function insertParts(
  tx: Tx,
  requestId: string,
  parts: {
    readonly resources: readonly NewResource[];
    readonly guests: readonly NewGuest[];
    readonly granted: readonly string[];
  },
): Promise<void> {
  const inserts = [
    { table: requestResources, rows: resourceRows(requestId, parts.resources) },
    { table: approvers, rows: approverRows(requestId, parts.resources) },
    { table: guests, rows: parts.guests },
    { table: grants, rows: grantRows(parts.guests, parts.granted) },
  ]
    .filter(({ rows }) => rows.length > 0)
    .map(insertion);
  if (inserts.length === 0) return;
  await tx.execute(sql`with ${sql.join(inserts, sql`, `)} select`);
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

/** The rows travel as one value: a statement for each table, and a parameter for each field, cost a turn more than all else it writes. */
function insertion({ table, rows }: Rows, index: number): SQL {
  const columns = getTableColumns(table);
  const fields = Object.keys(rows[0] ?? {}).filter((field) => field in columns);
  const nameOf = (field: string) => columns[field]?.name ?? field;
  const names = sql.join(
    fields.map((field) => sql.identifier(nameOf(field))),
    sql`, `,
  );
  const values = rows.map((row) =>
    Object.fromEntries(fields.map((field) => [nameOf(field), row[field] ?? null])),
  );
  return sql`${sql.identifier(`part_${index}`)} as (
    insert into ${table} (${names})
    select ${names} from jsonb_populate_recordset(null::${table}, ${JSON.stringify(values)}::jsonb))`;
}
