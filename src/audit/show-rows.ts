import { placeInAudit } from '../db/audit.ts';
import { type AuditRow, rowsOfRequest } from '../db/audit-rows.ts';
import { type KnownPerson, peopleBehind } from '../db/person-keys.ts';
import { replaceSealed, type SealedInRow } from '../db/personal.ts';
import type { Db } from '../db/types.ts';
import { openText } from '../sealed-text.ts';

/** What stands in the place of somebody who was forgotten, and of a value that does not open with his key. */
export interface Missing {
  readonly missing: 'forgotten' | 'unreadable';
}

const FORGOTTEN: Missing = { missing: 'forgotten' };
const UNREADABLE: Missing = { missing: 'unreadable' };

/** An audit row as it can be shown: `Missing` in `before` and `after`, too, wherever something does not open. */
export interface ShownRow extends Omit<AuditRow, 'actor'> {
  readonly actor: string | Missing;
}

/** Rows at a time. */
const PAGE = 200;

/**
 * The audit rows of a request and of its guests, oldest first, opened as far as keys are there.
 *
 * @param after the id of the last row that is known already; 0: from the first one on
 */
export async function showRows(db: Db, requestId: string, after: number): Promise<ShownRow[]> {
  const rows = await rowsOfRequest(db, requestId, { after, limit: PAGE });
  const refs = new Set(rows.map(({ actor }) => actor));
  for (const { before, after: then } of rows) {
    replaceSealed([before, then], '', ({ person }) => refs.add(person));
  }
  const people = await peopleBehind(db, [...refs]);
  return rows.map((row) => openRow(row, people));
}

function openRow(row: AuditRow, people: ReadonlyMap<string, KnownPerson>): ShownRow {
  const open = ({ person, sealed }: SealedInRow, place: string): unknown => {
    const known = people.get(person);
    if (sealed === undefined) return known?.who ?? FORGOTTEN;
    if (!known?.key) return FORGOTTEN;
    const text = openText(known.key, place, sealed);
    return text === null ? UNREADABLE : JSON.parse(text);
  };
  const opened = (column: 'before' | 'after') => {
    const value = row[column];
    return (
      value &&
      Object.fromEntries(
        Object.entries(value).map(([name, each]) => [
          name,
          replaceSealed(each, `${placeInAudit(row, column)}.${name}`, open),
        ]),
      )
    );
  };
  const known = people.get(row.actor);
  const actor = known ? (known.who ?? FORGOTTEN) : row.actor;
  return { ...row, actor, before: opened('before'), after: opened('after') };
}
