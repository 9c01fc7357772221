import { and, between, desc, eq, inArray, sql } from 'drizzle-orm';
import { LOCKS } from './locks.ts';
import { guests, requestResources, requests } from './schema.ts';
import type { DbOrTx, Tx } from './types.ts';

/** Who asked, for exactly whom and what. Addresses in lower case; a resource id '' is the directory alone. */
export interface Asked {
  readonly requesterId: string;
  readonly addresses: readonly string[];
  readonly resourceIds: readonly string[];
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

/** The latest request that went through, in which the same person asked for the same between two moments. */
export async function doneAlike(
  db: DbOrTx,
  asked: Asked,
  from: Date,
  to: Date,
): Promise<string | null> {
  const address = sql`lower(${guests.address})`;
  const [first = ''] = asked.addresses;
  const ofFirst = db
    .select({ id: guests.requestId })
    .from(guests)
    .where(sql`lower(${guests.address}) = ${first}`);
  const found = await db
    .select({
      id: requests.id,
      addresses: sql<string[]>`jsonb_agg(distinct ${address})`,
      resourceIds: sql<string[]>`jsonb_agg(distinct ${requestResources.resourceId})`,
    })
    .from(requests)
    .innerJoin(guests, eq(guests.requestId, requests.id))
    .innerJoin(requestResources, eq(requestResources.requestId, requests.id))
    .where(
      and(
        eq(requests.requesterId, asked.requesterId),
        eq(requests.status, 'done'),
        between(requests.askedAt, from, to),
        inArray(requests.id, ofFirst),
      ),
    )
    .groupBy(requests.id)
    .orderBy(desc(requests.askedAt));
  const alike = found.find(
    ({ addresses, resourceIds }) =>
      isSame(addresses, asked.addresses) && isSame(resourceIds, asked.resourceIds),
  );
  return alike?.id ?? null;
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.toSorted().join('\n') === others.toSorted().join('\n');
}
