import { and, eq, sql } from 'drizzle-orm';
import { facts } from './schema.ts';
import type { DbOrTx } from './types.ts';

/** A fact as it stands: hand `version` back to change it. 0: there is none yet. */
export interface Fact {
  readonly value: unknown;
  readonly version: number;
}

/** Facts about the bot itself: they outlive a new beginning, as its processes do. */
export const LASTING_FACTS = { linkKey: 'link.key', linkKeyId: 'link.keyId' } as const;

/** Reads a fact. What is in it was written by us, but perhaps by an older release: the caller's reader decides. */
export async function readFact(db: DbOrTx, key: string): Promise<Fact> {
  const [row] = await db.select().from(facts).where(eq(facts.key, key));
  return row ? { value: row.value, version: row.version } : { value: null, version: 0 };
}

/**
 * Writes a fact if it still is at `version`.
 *
 * @returns false when somebody else was faster: read again, and decide again
 */
export async function writeFact(
  db: DbOrTx,
  change: { key: string; value: unknown; version: number; at: Date },
): Promise<boolean> {
  const { key, value, version, at } = change;
  const written =
    version === 0
      ? await db
          .insert(facts)
          .values({ key, value, updatedAt: at })
          .onConflictDoNothing()
          .returning({ key: facts.key })
      : await db
          .update(facts)
          .set({ value, version: sql`${facts.version} + 1`, updatedAt: at })
          .where(and(eq(facts.key, key), eq(facts.version, version)))
          .returning({ key: facts.key });
  return written.length === 1;
}

/** Takes a fact back if it still is at `version`; one that has changed stays. */
export async function dropFact(
  db: DbOrTx,
  { key, version }: { readonly key: string; readonly version: number },
): Promise<void> {
  await db.delete(facts).where(and(eq(facts.key, key), eq(facts.version, version)));
}
