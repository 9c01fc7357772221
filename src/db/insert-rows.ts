import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';

/** Rows of one table, at least one and all with the same fields. */
export interface Rows {
  readonly table: PgTable;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/**
 * `insert into … select …` of these rows, to be part of a larger statement; nothing is written where `where` does not
 * hold. The rows travel as one value: a statement for each table, and a parameter for each field, cost a turn
 * more than all else it writes.
 */
export function insertRows({ table, rows }: Rows, where: SQL = sql`true`): SQL {
  const columns = getTableColumns(table);
  const fields = Object.keys(rows[0] ?? {}).filter((field) => field in columns);
  const nameOf = (field: string) => columns[field]?.name ?? field;
  const names = sql.raw(fields.map((field) => `"${nameOf(field)}"`).join(', '));
  const values = rows.map((row) =>
    Object.fromEntries(fields.map((field) => [nameOf(field), row[field] ?? null])),
  );
  return sql`insert into ${table} (${names})
    select ${names} from jsonb_populate_recordset(null::${table}, ${JSON.stringify(values)}::jsonb)
    where ${where}`;
}

/** Rows as they are in the table once they are inserted: what was left out is what the column is by itself. */
export function asInserted<T extends PgTable>(
  table: T,
  rows: readonly T['$inferInsert'][],
): T['$inferSelect'][] {
  const columns = Object.entries(getTableColumns(table));
  return rows.map((row) => {
    const given = new Map(Object.entries(row));
    return Object.fromEntries(
      columns.map(([field, column]) => [field, given.get(field) ?? column.default ?? null]),
    ) as T['$inferSelect'];
  });
}
