import {
  type AuditRowAsText,
  countWaiting,
  goneWhileWaiting,
  type LinkedRow,
  linksAfter,
  strayRow,
} from '../db/audit-chain.ts';
import type { Db } from '../db/types.ts';
import type { ChainKey } from './chain-key.ts';
import { keptHead } from './kept-head.ts';
import { BEGINNING, type Head, linkHash, writeHead } from './link.ts';

/**
 * What is wrong, at the first place where something is.
 * changed: the row is not what was linked there, or the link was tampered with or put in. removed: the
 * row is gone. unlinked: a link is gone. stray: the row is in no link and waits for none. headLost: the
 * chain is sound, but the head that was noted is no part of it. cut: nor is the one that the bot itself has
 * noted. otherKey: nothing else is wrong, but from
 * there on one or more rows were linked with a key that is not this bot's, which says nothing of them.
 */
export interface Finding {
  readonly kind: 'changed' | 'removed' | 'unlinked' | 'stray' | 'otherKey' | 'headLost' | 'cut';
  /** Its place in the chain, where it has one. */
  readonly seq: number | null;
  /** The audit row, where there is one. */
  readonly auditId: number | null;
  readonly at: Date | null;
  readonly action: string | null;
}

/** What looking at the whole chain came to. */
export interface Verdict {
  readonly finding: Finding | null;
  /** Links up to what was found; all of them where that lies beside the chain. */
  readonly linked: number;
  /** Place and hash of the last one of these; null: there is none. */
  readonly head: string | null;
  /** Rows that are not in the chain yet. */
  readonly waiting: number;
}

/** Links at a time: few enough that turns are not held up beside it. */
const CHUNK = 250;

/**
 * Computes every link of the chain again, some at a time, and looks for rows beside it. A row that is
 * written or linked meanwhile is no finding.
 *
 * @param noted a head from earlier, which must still be part of the chain
 */
export async function verifyChain(
  db: Db,
  key: ChainKey,
  noted: Head | null = null,
): Promise<Verdict> {
  let last: Head | null = null;
  let worst: Finding | null = null;
  let foreign: Finding | null = null;
  let missed = [
    { kind: 'headLost' as const, head: noted },
    { kind: 'cut' as const, head: await keptHead(db) },
  ];
  for (let links = await linksAfter(db, 0, CHUNK); links.length > 0 && !worst; ) {
    for (const link of links) {
      const found = findWrong(key, last, link);
      if (found?.kind === 'otherKey') foreign ??= found;
      else worst = found;
      if (worst) break;
      const { seq, hash } = link;
      last = { seq, hash };
      missed = missed.filter(({ head }) => head && (head.seq !== seq || head.hash !== hash));
    }
    if (!worst) links = await linksAfter(db, last?.seq ?? 0, CHUNK);
  }
  worst ??= await findBeside(db);
  for (const { kind, head } of missed) if (head) worst ??= wrong(kind, { seq: head.seq });
  return {
    finding: worst ?? foreign,
    linked: last?.seq ?? 0,
    head: last && writeHead(last),
    waiting: await countWaiting(db),
  };
}

function findWrong(key: ChainKey, last: Head | null, link: LinkedRow): Finding | null {
  const { seq, auditId, row } = link;
  const expected = (last?.seq ?? 0) + 1;
  if (seq !== expected) return wrong('unlinked', { seq: expected });
  if (!row) return wrong('removed', { seq, auditId });
  if (link.keyId !== key.id) return wrong('otherKey', { seq, row });
  const hash = linkHash(key, { seq, before: last?.hash ?? BEGINNING, row });
  return hash === link.hash ? null : wrong('changed', { seq, row });
}

async function findBeside(db: Db): Promise<Finding | null> {
  const gone = await goneWhileWaiting(db);
  if (gone !== null) return wrong('removed', { auditId: gone });
  const stray = await strayRow(db);
  return stray && wrong('stray', { row: stray });
}

function wrong(
  kind: Finding['kind'],
  where: { readonly seq?: number; readonly auditId?: number; readonly row?: AuditRowAsText },
): Finding {
  const { seq = null, row } = where;
  return {
    kind,
    seq,
    auditId: row?.id ?? where.auditId ?? null,
    at: row ? new Date(Number(row.at) / 1000) : null,
    action: row?.action ?? null,
  };
}
