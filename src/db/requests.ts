import { and, eq, sql } from 'drizzle-orm';
import type { Person } from '../requests/types.ts';
import { approvers, requestResources, requests } from './schema.ts';
import type { DbOrTx, Tx } from './types.ts';

export type RequestRow = typeof requests.$inferSelect;
export type NewRequest = typeof requests.$inferInsert;
export type ResourceRow = typeof requestResources.$inferSelect;
export type NewResource = Omit<typeof requestResources.$inferInsert, 'requestId' | 'position'> & {
  readonly approvers: readonly Person[];
};

export async function findRequest(db: DbOrTx, id: string): Promise<RequestRow | null> {
  const [row] = await db.select().from(requests).where(eq(requests.id, id));
  return row ?? null;
}

/** Reads a request and keeps every other change of it waiting until this transaction ends. */
export async function lockRequest(tx: Tx, id: string): Promise<RequestRow | null> {
  const [row] = await tx.select().from(requests).where(eq(requests.id, id)).for('update');
  return row ?? null;
}

/**
 * Changes a request that still is as `row` says, and counts the version up. null: somebody was faster.
 */
export async function changeRequest(
  tx: Tx,
  row: RequestRow,
  changes: Partial<Omit<NewRequest, 'id' | 'version'>>,
  at: Date,
): Promise<RequestRow | null> {
  const [changed] = await tx
    .update(requests)
    .set({ ...changes, version: row.version + 1, updatedAt: at })
    .where(
      and(
        eq(requests.id, row.id),
        eq(requests.status, row.status),
        eq(requests.version, row.version),
      ),
    )
    .returning();
  return changed ?? null;
}

/** Counts the version up where something that a card shows has changed beside the request's own row. */
export async function countUp(tx: Tx, id: string, at: Date): Promise<void> {
  await tx
    .update(requests)
    .set({ version: sql`${requests.version} + 1`, updatedAt: at })
    .where(eq(requests.id, id));
}

export function resourcesOf(db: DbOrTx, requestId: string): Promise<ResourceRow[]> {
  return db
    .select()
    .from(requestResources)
    .where(eq(requestResources.requestId, requestId))
    .orderBy(requestResources.position);
}

/** Takes the resources of a request away, with those who may decide for them. */
export async function deleteResources(tx: Tx, requestId: string): Promise<void> {
  await tx.delete(approvers).where(eq(approvers.requestId, requestId));
  await tx.delete(requestResources).where(eq(requestResources.requestId, requestId));
}

/** Who may decide for one resource, anew. Those who stay keep what is known of how they were reached. */
export async function replaceApprovers(
  tx: Tx,
  requestId: string,
  resourceId: string,
  people: readonly Person[],
  asked: { readonly standIn: boolean; readonly why: string },
): Promise<void> {
  const ofResource = and(eq(approvers.requestId, requestId), eq(approvers.resourceId, resourceId));
  const known = await tx.select().from(approvers).where(ofResource);
  const gone = known.filter(({ personId }) => people.every(({ id }) => id !== personId));
  for (const { personId } of gone) {
    await tx.delete(approvers).where(and(ofResource, eq(approvers.personId, personId)));
  }
  await insertApprovers(
    tx,
    requestId,
    people.map((person) => ({ resourceId, person })),
  );
  await tx.update(requestResources).set(asked).where(resourceIs(requestId, resourceId));
}

async function insertApprovers(
  tx: Tx,
  requestId: string,
  asked: readonly { readonly resourceId: string; readonly person: Person }[],
): Promise<void> {
  if (asked.length === 0) return;
  await tx
    .insert(approvers)
    .values(
      asked.map(({ resourceId, person: { id, name, mail } }) => ({
        requestId,
        resourceId,
        personId: id,
        name,
        mail,
      })),
    )
    .onConflictDoNothing();
}

/** Writes down who decided about a resource that waited; false when it waits no more. */
export async function decideResource(
  tx: Tx,
  requestId: string,
  resourceId: string,
  decided: Pick<ResourceRow, 'decision' | 'decidedBy' | 'decidedAt' | 'comment'>,
): Promise<boolean> {
  const changed = await tx
    .update(requestResources)
    .set(decided)
    .where(and(resourceIs(requestId, resourceId), eq(requestResources.decision, 'waiting')))
    .returning({ id: requestResources.resourceId });
  return changed.length > 0;
}

/** Lets a resource wait for its approval anew, whoever decided about it before. */
export async function reopenResource(tx: Tx, requestId: string, resourceId: string): Promise<void> {
  await tx
    .update(requestResources)
    .set({ decision: 'waiting', decidedBy: null, decidedAt: null, comment: null })
    .where(resourceIs(requestId, resourceId));
}

function resourceIs(requestId: string, resourceId: string) {
  return and(
    eq(requestResources.requestId, requestId),
    eq(requestResources.resourceId, resourceId),
  );
}

/** The people asked who have something to decide still, by resource. */
export function waitingApprovers(db: DbOrTx, requestId: string) {
  return db
    .select({
      resourceId: approvers.resourceId,
      personId: approvers.personId,
      unreachedAt: approvers.unreachedAt,
    })
    .from(approvers)
    .innerJoin(
      requestResources,
      and(
        eq(requestResources.requestId, approvers.requestId),
        eq(requestResources.resourceId, approvers.resourceId),
      ),
    )
    .where(and(eq(approvers.requestId, requestId), eq(requestResources.decision, 'waiting')))
    .orderBy(requestResources.position, approvers.name);
}

/** Notes whether an approver could be reached; false when that was known already. */
export async function markReached(
  tx: Tx,
  requestId: string,
  personId: string,
  unreachedAt: Date | null,
): Promise<boolean> {
  const changed = await tx
    .update(approvers)
    .set({ unreachedAt })
    .where(
      and(
        eq(approvers.requestId, requestId),
        eq(approvers.personId, personId),
        unreachedAt
          ? sql`${approvers.unreachedAt} is null`
          : sql`${approvers.unreachedAt} is not null`,
      ),
    )
    .returning({ id: approvers.personId });
  return changed.length > 0;
}
