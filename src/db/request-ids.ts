import { and, desc, eq, inArray, like, ne, or, type SQL, sql } from 'drizzle-orm';
import type { RequestStatus } from '../requests/types.ts';
import { approvers, guests, requestResources, requests } from './schema.ts';
import type { DbOrTx } from './types.ts';

/** The newest requests of a kind, and how many there are in all. */
export interface Page {
  readonly ids: readonly string[];
  readonly total: number;
}

/** Newest requests of this person, whatever became of them. */
export function idsOfRequester(db: DbOrTx, personId: string, limit: number): Promise<Page> {
  return newest(db, eq(requests.requesterId, personId), limit);
}

/** Requests that wait for this person's decision, newest first. */
export function idsWaitingFor(db: DbOrTx, personId: string, limit: number): Promise<Page> {
  const asked = sql`exists (
    select 1 from ${approvers} join ${requestResources}
      on ${requestResources.requestId} = ${approvers.requestId}
      and ${requestResources.resourceId} = ${approvers.resourceId}
    where ${approvers.requestId} = ${requests.id}
      and ${approvers.personId} = ${personId}
      and ${requestResources.decision} = 'waiting')`;
  const his = and(eq(requests.status, 'pending'), ne(requests.requesterId, personId), asked);
  return newest(db, his, limit);
}

/** What people call a request by: its id or an address; `part`: any text within an address. */
export interface Sought {
  readonly subject: string;
  readonly by: 'whole' | 'part';
}

/** Requests this person made, was asked about once they were sent, or decided, that are called so; newest first. */
export function idsAbout(
  db: DbOrTx,
  personId: string,
  sought: Sought,
  limit: number,
): Promise<Page> {
  const asked = sql`exists (
    select 1 from ${approvers}
    where ${approvers.requestId} = ${requests.id} and ${approvers.personId} = ${personId})`;
  const decided = sql`exists (
    select 1 from ${requestResources}
    where ${requestResources.requestId} = ${requests.id}
      and ${requestResources.decidedBy} ->> 'id' = ${personId})`;
  const concerned = and(ne(requests.status, 'draft'), or(asked, decided));
  const his = or(eq(requests.requesterId, personId), concerned);
  return newest(db, and(his, isCalled(sought)), limit);
}

/** Of this person's own requests in one of these states, those that are called so; newest first. */
export function ownIdsAbout(
  db: DbOrTx,
  personId: string,
  sought: Sought,
  statuses: readonly RequestStatus[],
  limit: number,
): Promise<Page> {
  const own = and(eq(requests.requesterId, personId), inArray(requests.status, [...statuses]));
  return newest(db, and(own, isCalled(sought)), limit);
}

function isCalled({ subject, by }: Sought): SQL | undefined {
  const sought = subject.trim().toLowerCase();
  const address = sql`lower(${guests.address})`;
  const fits = by === 'whole' ? eq(address, sought) : like(address, `%${escapeLike(sought)}%`);
  const named = sql`exists (
    select 1 from ${guests} where ${guests.requestId} = ${requests.id} and ${fits})`;
  return or(eq(requests.id, sought), named);
}

/** What has a meaning in LIKE, taken literally. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (mark) => `\\${mark}`);
}

async function newest(db: DbOrTx, which: SQL | undefined, limit: number): Promise<Page> {
  const rows = await db
    .select({ id: requests.id, total: sql<number>`count(*) over ()`.mapWith(Number) })
    .from(requests)
    .where(which)
    .orderBy(desc(requests.createdAt), desc(requests.id))
    .limit(limit);
  return { ids: rows.map(({ id }) => id), total: rows[0]?.total ?? 0 };
}
