import {
  addLinks,
  becomeSequencer,
  headLink,
  type Link,
  linkAt,
  someWait,
  waitingRows,
} from '../db/audit-chain.ts';
import type { Db, Tx } from '../db/types.ts';
import type { Log } from '../requests/deps.ts';
import type { ChainKey } from './chain-key.ts';
import { keepHead } from './kept-head.ts';
import { BEGINNING, linkHash, writeHead } from './link.ts';

/** Rows linked in one transaction, and at most in one look: what is left over comes with the next one. */
const CHUNK = 200;
const CHUNKS = 50;

/**
 * How often it is noted where the chain ends, in milliseconds: in the log, where who has kept that line has
 * a witness, and in the database, where who empties the audit may not think of it.
 */
const NOTE_EVERY = 60_000;

/** What links the audit's rows. */
export interface Sequencer {
  /** Links the rows that are committed and wait, in chunks. Does nothing where another process is at it. */
  link(): Promise<void>;
}

/** Prepares the one that links rows. It remembers how the chain ended when it looked last. */
export function createSequencer(parts: {
  readonly db: Db;
  readonly key: ChainKey;
  readonly log?: Log;
}): Sequencer {
  const { db, key, log } = parts;
  let seen: Link | null = null;
  let notedAt = Number.NEGATIVE_INFINITY;

  const linkChunk = async (
    tx: Tx,
    isDue: boolean,
    isLast: boolean,
  ): Promise<{ more: boolean; head: Link | null }> => {
    if (!(await becomeSequencer(tx))) return { more: false, head: seen };
    const waiting = await waitingRows(tx, CHUNK + 1);
    const rows = waiting.slice(0, CHUNK);
    const more = waiting.length > CHUNK;
    const head = await headLink(tx);
    if (seen && (await linkAt(tx, seen.seq))?.hash !== seen.hash) {
      const found = head && writeHead(head);
      log?.warn({ seen: writeHead(seen), found }, 'the audit chain was cut');
    }
    let last = head;
    const links = rows.map((row) => {
      last = nextLink(key, last, row);
      return last;
    });
    if (links.length > 0) await addLinks(tx, links);
    const at = rows.at(-1)?.at;
    if (isDue && (isLast || !more) && last && at)
      await keepHead(tx, last, new Date(Number(at) / 1000));
    return { more, head: last };
  };

  return {
    async link() {
      if (!(await someWait(db))) return;
      const now = performance.now();
      const isDue = now - notedAt >= NOTE_EVERY;
      for (let chunk = 0; chunk < CHUNKS; chunk += 1) {
        const isLast = chunk === CHUNKS - 1;
        const { more, head } = await db.transaction((tx) => linkChunk(tx, isDue, isLast));
        // Only what is committed was seen: a link that was rolled back is missed by nobody.
        seen = head;
        if (!more) break;
      }
      if (!seen || !isDue) return;
      notedAt = now;
      log?.info({ head: writeHead(seen) }, 'audit linked');
    },
  };
}

function nextLink(
  key: ChainKey,
  head: Link | null,
  row: Parameters<typeof linkHash>[1]['row'],
): Link {
  const seq = (head?.seq ?? 0) + 1;
  const hash = linkHash(key, { seq, before: head?.hash ?? BEGINNING, row });
  return { seq, auditId: row.id, keyId: key.id, hash };
}
