import { sql } from 'drizzle-orm';
import { LOCKS } from './locks.ts';
import { guests, requestResources, requests } from './schema.ts';
import type { DbOrTx, Tx } from './types.ts';

/** Who asks, for exactly whom and what. Addresses in lower case, each once; a resource id '' is the directory alone. */
export interface Asked {
  readonly requesterId: string;
  readonly addresses: readonly string[];
  readonly resourceIds: readonly string[];
}

/** One guest and one resource of those asked for, as an earlier request has them. */
export interface AskedPair {
  readonly requestId: string;
  /** In lower case. */
  readonly address: string;
  readonly resourceId: string;
}

/** Earlier requests for what is asked for now, each pair of theirs, the oldest request first. */
export interface AskedBefore {
  /** Those that have not ended, whoever asked: guests who are on their way. */
  readonly open: readonly AskedPair[];
  /** The latest that went through, in which the same person asked for exactly the same; null: there is none. */
  readonly done: string | null;
}

/**
 * Keeps everybody else who asks for one of these guests (addresses in lower case) waiting until this
 * transaction ends, so that two who ask at once see each other. In one order, or two would wait in a circle.
 */
export async function lockAsking(tx: Tx, addresses: readonly string[]): Promise<void> {
  await tx.execute(sql`
    select pg_advisory_xact_lock(${LOCKS.asking}::int, key) from (
      select distinct hashtext(address) as key
      from jsonb_array_elements_text(${JSON.stringify(addresses)}::jsonb) as address
      order by key
    ) as keys`);
}

interface FoundPair extends AskedPair, Record<string, unknown> {
  readonly isDone: boolean;
  /** How many guests and resources that request has in all. */
  readonly guestCount: number;
  readonly resourceCount: number;
}

/** What was asked for before: by anybody, where it is still open; by the same person between two moments, where it went through. */
export async function askedBefore(
  db: DbOrTx,
  asked: Asked,
  from: Date,
  to: Date,
): Promise<AskedBefore> {
  // Lists are written out: for an array of unknown length the planner thinks anew each time, longer than it takes to look.
  const { rows } = await db.execute<FoundPair>(sql`
    select request.id as "requestId", lower(guest.address) as address, resource.resource_id as "resourceId",
      request.status = 'done' as "isDone",
      (select count(*)::int from ${guests} where request_id = request.id) as "guestCount",
      (select count(*)::int from ${requestResources} where request_id = request.id) as "resourceCount"
    from ${guests} as guest
    join ${requests} as request on request.id = guest.request_id
    join ${requestResources} as resource on resource.request_id = request.id
    where lower(guest.address) in ${[...asked.addresses]}
      and resource.resource_id in ${[...asked.resourceIds]}
      and (
        request.status in ('pending', 'working')
          and guest.status in ('waiting', 'working', 'invited', 'arrived')
        or request.status = 'done' and request.requester_id = ${asked.requesterId}
          and request.asked_at between ${from.toISOString()}::timestamptz and ${to.toISOString()}::timestamptz
      )
    order by request.asked_at, request.id`);
  const open = rows.filter(({ isDone }) => !isDone);
  const done = Map.groupBy(
    rows.filter(({ isDone }) => isDone),
    ({ requestId }) => requestId,
  );
  const alike = [...done].findLast(([, pairs]) => pairs[0] && isAlike(asked, pairs[0], pairs));
  return { open, done: alike?.[0] ?? null };
}

/** Whether that request has everything that is asked for, and nothing else. */
function isAlike(
  { addresses, resourceIds }: Asked,
  { guestCount, resourceCount }: FoundPair,
  pairs: readonly FoundPair[],
): boolean {
  return (
    pairs.length === addresses.length * resourceIds.length &&
    guestCount === addresses.length &&
    resourceCount === resourceIds.length
  );
}
