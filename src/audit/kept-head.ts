import { linkAt } from '../db/audit-chain.ts';
import { type Fact, readFact, writeFact } from '../db/facts.ts';
import type { DbOrTx, Tx } from '../db/types.ts';
import { type Head, readHead, writeHead } from './link.ts';

/** The fact that says where the chain ended when the bot noted it last. */
const KEPT_HEAD = 'audit.head';

/** The head that the bot has noted in the database itself; null: none. */
export async function keptHead(db: DbOrTx): Promise<Head | null> {
  return headIn(await readFact(db, KEPT_HEAD));
}

/** Notes where the chain ends now, unless what was noted before is gone: then that stays to be found. */
export async function keepHead(tx: Tx, head: Head, at: Date): Promise<void> {
  const fact = await readFact(tx, KEPT_HEAD);
  const kept = headIn(fact);
  if (kept && (await linkAt(tx, kept.seq))?.hash !== kept.hash) return;
  await writeFact(tx, { key: KEPT_HEAD, value: writeHead(head), version: fact.version, at });
}

function headIn({ value }: Fact): Head | null {
  return typeof value === 'string' ? readHead(value) : null;
}
