import { sql } from 'drizzle-orm';
import { sealText } from '../sealed-text.ts';
import { keysForRow, type NewPersonKey, type PersonKey, sharedByNewKeys } from './person-keys.ts';
import { ownerOf, type Personal, replacePersonal, type SealedInRow } from './personal.ts';
import { audit, auditWaiting, personKeys } from './schema.ts';
import type { Tx } from './types.ts';

/**
 * One change, for the record. Never a redeem link, a token or a card in `before` and `after`; and whatever
 * tells of a person is marked there by `sealedFor` or `theOne`, never given as it is.
 */
export interface AuditEntry {
  readonly at: Date;
  /** Entra object id of who acted, or `guestlist` for the product itself. The row has his ref. */
  readonly actor: string;
  /** `noun.verb`, like `request.approved`. */
  readonly action: string;
  /** What was changed: the id of a request, or of a guest row. */
  readonly subject: string;
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
  readonly correlationId: string;
}

/** Who acts where nobody does: the product. */
export const GUESTLIST = 'guestlist';

/**
 * Writes the row of a change, in the transaction of that change: what is personal under the keys of those
 * it is about, and the row where the chain's sequencer finds it once this is committed.
 */
export async function appendAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  const people = peopleIn(entry);
  if (people.length === 0) return insertRow(tx, entry, []);
  const { keyOf, fresh } = await keysForRow(tx, people);
  const sealed = (column: 'before' | 'after') =>
    entry[column] && sealIn(entry[column], placeInAudit(entry, column), keyOf);
  const actor = entry.actor === GUESTLIST ? GUESTLIST : keyOf(entry.actor).ref;
  await insertRow(tx, { ...entry, actor, before: sealed('before'), after: sealed('after') }, fresh);
}

/** Where in the audit a sealed value belongs: it opens in the row of no other change, and nowhere else in its own. */
export function placeInAudit(
  { at, action, subject }: Pick<AuditEntry, 'at' | 'action' | 'subject'>,
  column: 'before' | 'after',
): string {
  return JSON.stringify([at.getTime(), action, subject, column]);
}

async function insertRow(tx: Tx, row: AuditEntry, fresh: readonly NewPersonKey[]): Promise<void> {
  const { at, actor, action, subject, before, after, correlationId } = row;
  const made = at.toISOString();
  const keys = sql`
    made as (
      insert into ${personKeys} (ref, who, key, made_at)
      select ref, who, key, ${made}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb) as given(ref text, who text, key text), ${sharedByNewKeys}
    ),`;
  await tx.execute(sql`
    with ${fresh.length > 0 ? keys : sql``} written as (
      insert into ${audit} (at, actor, action, subject, before, after, correlation_id)
      values (${made}::timestamptz, ${actor}, ${action}, ${subject},
        ${json(before)}::jsonb, ${json(after)}::jsonb, ${correlationId})
      returning id
    )
    insert into ${auditWaiting} (audit_id) select id from written`);
}

function json(value: AuditEntry['after']): string | null {
  return value ? JSON.stringify(value) : null;
}

function peopleIn({ actor, before, after }: AuditEntry): string[] {
  const people = actor === GUESTLIST ? [] : [actor];
  const note = (personal: Personal) => {
    people.push(ownerOf(personal));
  };
  replacePersonal(before, 'before', note);
  replacePersonal(after, 'after', note);
  return people;
}

function sealIn(
  value: Readonly<Record<string, unknown>>,
  place: string,
  keyOf: (who: string) => PersonKey,
): Readonly<Record<string, unknown>> {
  const seal = (personal: Personal, inside: string): SealedInRow => {
    const { ref, key } = keyOf(ownerOf(personal));
    if (personal.value === undefined) return { person: ref };
    return { person: ref, sealed: sealText(key, inside, JSON.stringify(personal.value)) };
  };
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      replacePersonal(each, `${place}.${name}`, seal),
    ]),
  );
}
