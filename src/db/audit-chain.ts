import { asc, desc, eq, gt, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { LOCKS } from './locks.ts';
import { audit, auditChain, auditWaiting } from './schema.ts';
import type { DbOrTx, Tx } from './types.ts';

/** An audit row as the database writes each of its columns: the time with its microseconds, JSON in its one form. */
export interface AuditRowAsText {
  readonly id: number;
  /** Microseconds since 1970. */
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly correlationId: string;
}

/** One link of the chain. */
export type Link = typeof auditChain.$inferSelect;

/** A link with its row; null: the row is gone. */
export interface LinkedRow extends Link {
  readonly row: AuditRowAsText | null;
}

/** Rows looked at in one statement: each answers long before `statement_timeout`, however long the audit is. */
const PAGE = 5000;

const asText = {
  id: audit.id,
  at: sql<string>`(extract(epoch from ${audit.at}) * 1000000)::bigint::text`,
  actor: audit.actor,
  action: audit.action,
  subject: audit.subject,
  before: sql<string | null>`${audit.before}::text`,
  after: sql<string | null>`${audit.after}::text`,
  correlationId: audit.correlationId,
};

/** Becomes the one sequencer until this transaction ends; false while another process is. Waits for nobody. */
export async function becomeSequencer(tx: Tx): Promise<boolean> {
  const { rows } = await tx.execute<{ mine: boolean }>(
    sql`select pg_try_advisory_xact_lock(${LOCKS.linking}::bigint) as mine`,
  );
  return rows[0]?.mine === true;
}

/** Whether any committed row is not in the chain yet. */
export async function someWait(db: DbOrTx): Promise<boolean> {
  const found = await db.select({ id: auditWaiting.auditId }).from(auditWaiting).limit(1);
  return found.length > 0;
}

/** The next rows to link, by id. One with a lower id may be committed later: then it is linked later. */
export function waitingRows(tx: Tx, limit: number): Promise<AuditRowAsText[]> {
  return tx
    .select(asText)
    .from(auditWaiting)
    .innerJoin(audit, eq(audit.id, auditWaiting.auditId))
    .orderBy(asc(auditWaiting.auditId))
    .limit(limit);
}

/** The newest link; null: there is none. */
export async function headLink(db: DbOrTx): Promise<Link | null> {
  const [head] = await db.select().from(auditChain).orderBy(desc(auditChain.seq)).limit(1);
  return head ?? null;
}

/** The link at this place; null: there is none. */
export async function linkAt(db: DbOrTx, seq: number): Promise<Link | null> {
  const [link] = await db.select().from(auditChain).where(eq(auditChain.seq, seq));
  return link ?? null;
}

/** Adds links, and takes their rows from those that wait. */
export async function addLinks(tx: Tx, links: readonly Link[]): Promise<void> {
  const rows = links.map(({ seq, auditId, keyId, hash }) => ({
    seq,
    audit_id: auditId,
    key_id: keyId,
    hash,
  }));
  await tx.execute(sql`
    with links as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as given(seq bigint, audit_id bigint, key_id text, hash text)
    ), linked as (
      insert into ${auditChain} (seq, audit_id, key_id, hash)
      select seq, audit_id, key_id, hash from links
    )
    delete from ${auditWaiting} where audit_id in (select audit_id from links)`);
}

/** The links after this place, each with its row, in order. */
export async function linksAfter(db: DbOrTx, seq: number, limit: number): Promise<LinkedRow[]> {
  const { seq: place, auditId, keyId, hash } = auditChain;
  const rows = await db
    .select({ link: { seq: place, auditId, keyId, hash }, row: asText })
    .from(auditChain)
    .leftJoin(audit, eq(audit.id, auditChain.auditId))
    .where(gt(auditChain.seq, seq))
    .orderBy(asc(auditChain.seq))
    .limit(limit);
  return rows.map(({ link, row }) => ({ ...link, row }));
}

/** How many rows wait to be linked. */
export async function countWaiting(db: DbOrTx): Promise<number> {
  return db.$count(auditWaiting);
}

/**
 * The first audit row that is neither linked nor waits for it: somebody has put it in, or unlinked it. A
 * link in front of the first place is none, as nobody comes past it.
 */
export async function strayRow(db: DbOrTx): Promise<AuditRowAsText | null> {
  const id = await firstInPages(db, {
    table: audit,
    id: audit.id,
    isWrong: sql`
      not exists (select from ${auditChain} where audit_id = page.id and seq > 0)
      and not exists (select from ${auditWaiting} where audit_id = page.id)`,
  });
  if (id === null) return null;
  const [row] = await db.select(asText).from(audit).where(sql`${audit.id} = ${id}::bigint`);
  return row ?? null;
}

/** The first row that waits to be linked and is gone; null: none. */
export async function goneWhileWaiting(db: DbOrTx): Promise<number | null> {
  const id = await firstInPages(db, {
    table: auditWaiting,
    id: auditWaiting.auditId,
    isWrong: sql`not exists (select from ${audit} where id = page.id)`,
  });
  return id === null ? null : Number(id);
}

/** The lowest id in a table of which something is wrong, as text; null: none. `isWrong` says `page.id`. */
async function firstInPages(
  db: DbOrTx,
  asked: { readonly table: PgTable; readonly id: PgColumn; readonly isWrong: SQL },
): Promise<string | null> {
  const { table, id, isWrong } = asked;
  let after: string | null = null;
  for (;;) {
    const beyond: SQL = after === null ? sql`true` : sql`${id} > ${after}::bigint`;
    const { rows } = await db.execute<{ last: string | null; wrong: string | null }>(sql`
      with page as (
        select ${id} as id from ${table} where ${beyond} order by ${id} limit ${PAGE}
      )
      select (select max(id) from page)::text as last,
        (select min(id) from page where ${isWrong})::text as wrong`);
    const [page] = rows;
    if (!page?.last || page.wrong) return page?.wrong ?? null;
    after = page.last;
  }
}
