import { randomBytes } from 'node:crypto';
import { inArray, type SQL, sql } from 'drizzle-orm';
import { LOCKS } from './locks.ts';
import { personKeys } from './schema.ts';
import type { DbOrTx, Tx } from './types.ts';

/** A person as the audit knows him. */
export interface PersonKey {
  readonly ref: string;
  /** AES-256. */
  readonly key: Uint8Array;
}

/** What is known of a ref; both null once he was forgotten. */
export interface KnownPerson {
  readonly who: string | null;
  readonly key: Uint8Array | null;
}

/** In bytes. */
const REF_LENGTH = 15;
const KEY_LENGTH = 32;

/** The name a person goes by in `person_keys`, from an Entra object id or an address. */
export function nameOf(who: string): string {
  return who.trim().toLowerCase();
}

/** A key that is to be written with the audit row that needs it first. */
export interface NewPersonKey {
  readonly ref: string;
  readonly who: string;
  readonly key: string;
}

/** The keys that an audit row needs: how to get at each, and those of them that are still to be written. */
export interface KeysForRow {
  keyOf(who: string): PersonKey;
  readonly fresh: readonly NewPersonKey[];
}

/**
 * Finds the key of everybody an audit row is about, and thinks one up where there is none. No row is
 * locked and nobody waited for but who forgets somebody: two transactions that meet a person at once each make a key of his.
 */
export async function keysForRow(tx: Tx, people: readonly string[]): Promise<KeysForRow> {
  const names = [...new Set(people.map(nameOf))];
  const { rows } = await tx.execute<{ ref: string; who: string; key: string }>(sql`
    select ref, who, key from ${personKeys} where who = any(${sql.param(names)}::text[])
    order by made_at desc, ref desc`);
  // Of several keys of a person the oldest is taken.
  const known = new Map(rows.map((row) => [row.who, row]));
  const fresh = names.filter((who) => !known.has(who)).map(newKey);
  for (const row of fresh) known.set(row.who, row);
  return {
    fresh,
    keyOf: (who) => {
      const found = known.get(nameOf(who));
      if (!found) throw new Error('A person of an audit row was left without a key.');
      return { ref: found.ref, key: Buffer.from(found.key, 'base64url') };
    },
  };
}

function newKey(who: string): NewPersonKey {
  return {
    ref: randomBytes(REF_LENGTH).toString('base64url'),
    who,
    key: randomBytes(KEY_LENGTH).toString('base64url'),
  };
}

/** Who is behind these refs, as far as anybody still knows. */
export async function peopleBehind(
  db: DbOrTx,
  refs: readonly string[],
): Promise<ReadonlyMap<string, KnownPerson>> {
  if (refs.length === 0) return new Map();
  const rows = await db
    .select()
    .from(personKeys)
    .where(inArray(personKeys.ref, [...refs]));
  return new Map(
    rows.map(({ ref, who, key }) => [
      ref,
      { who, key: key === null ? null : Buffer.from(key, 'base64url') },
    ]),
  );
}

/**
 * Waits for every transaction that has made a key and is not through, and lets nobody else make one until
 * this one ends: whoever forgets would miss a key that he cannot see yet.
 */
export async function awaitNewKeys(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCKS.personKeys}::bigint)`);
}

/** What a transaction that makes keys shares with all others that do, as a table to select from with them. */
export const sharedByNewKeys: SQL = sql`(
  select pg_advisory_xact_lock_shared(${LOCKS.personKeys}::bigint)
) as sharing`;

/** Destroys every key of the people of these names, and whose they were. Gives their refs. */
export async function destroyKeys(tx: Tx, names: readonly string[], at: Date): Promise<string[]> {
  const destroyed = await tx
    .update(personKeys)
    .set({ who: null, key: null, destroyedAt: at })
    .where(inArray(personKeys.who, [...names]))
    .returning({ ref: personKeys.ref });
  return destroyed.map(({ ref }) => ref).sort();
}
