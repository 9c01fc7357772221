import { and, eq, inArray, sql } from 'drizzle-orm';
import { guests, requestResources, requests } from './schema.ts';
import type { DbOrTx } from './types.ts';

/** One guest who is being brought to one resource (`resourceId` '': to the directory alone). */
export interface OpenPair {
  readonly requestId: string;
  /** In lower case. */
  readonly address: string;
  readonly resourceId: string;
}

/** Which of these guests are on their way to which of these resources, by requests that have not ended. Addresses in lower case. */
export function openPairs(
  db: DbOrTx,
  addresses: readonly string[],
  resourceIds: readonly string[],
): Promise<OpenPair[]> {
  const address = sql<string>`lower(${guests.address})`;
  return db
    .select({ requestId: requests.id, address, resourceId: requestResources.resourceId })
    .from(requests)
    .innerJoin(guests, eq(guests.requestId, requests.id))
    .innerJoin(requestResources, eq(requestResources.requestId, requests.id))
    .where(
      and(
        inArray(requests.status, ['pending', 'working']),
        inArray(guests.status, ['waiting', 'working', 'invited', 'arrived']),
        inArray(address, [...addresses]),
        inArray(requestResources.resourceId, [...resourceIds]),
      ),
    )
    .orderBy(requests.createdAt, requests.id);
}
