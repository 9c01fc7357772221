import { changeGuest, type GuestRow, rowsToProvision } from '../db/guests.ts';
import { findRequest, type RequestRow, resourcesOf } from '../db/requests.ts';
import { AppError } from '../errors.ts';
import { LeaseLost } from '../lease.ts';
import { inRequest } from '../requests/in-request.ts';
import type { TaskPayloads } from '../requests/ports.ts';
import { isNamedStop, problemOf, worstOf } from '../requests/problem-of.ts';
import { touchRequest } from '../requests/redraw.ts';
import type { GuestDeps } from './deps.ts';
import { failRow } from './end-row.ts';
import { ensureGuest } from './ensure-guest.ts';
import { finishRow } from './finish-row.ts';
import { grantAccess, type ResourceToGive } from './grant-access.ts';
import { reopenRows } from './reopen-rows.ts';
import { forOneRun, rightFor } from './whose-right.ts';

type Chunk = TaskPayloads['provision-guests'];

/**
 * Brings the guests of these rows into the directory and to their resources, row by row: what goes
 * wrong with one does not hold up the others. Rows that are through are left alone.
 *
 * @throws AppError a passing one, when at least one row must be tried again
 */
export async function provisionGuests(
  given: GuestDeps,
  { requestId, rowIds, again }: Chunk,
): Promise<void> {
  const deps = given.ownRights ? { ...given, ownRights: forOneRun(given.ownRights) } : given;
  if (again) await reopenRows(deps, { requestId, rowIds, letterId: again });
  const request = await findRequest(deps.db, requestId);
  if (request?.status !== 'working') return;
  await begin(deps, requestId, rowIds);
  const resources = await readResources(deps, request);
  const errors: unknown[] = [];
  for (const row of await rowsToProvision(deps.db, requestId, rowIds)) {
    try {
      await provisionGuest(deps, request, row, resources);
    } catch (error) {
      if (error instanceof LeaseLost) throw error;
      errors.push(error);
    }
  }
  if (errors.length > 0) throw worstOf(errors);
}

/** Ends the rows that are still under way when the job for them is given up. */
export async function giveUpProvisioning(
  deps: GuestDeps,
  { requestId, rowIds }: Chunk,
  error: unknown,
): Promise<void> {
  for (const row of await rowsToProvision(deps.db, requestId, rowIds)) {
    const problem = problemOf(error, { address: row.address });
    if (row.userId) await finishRow(deps, row, { granted: [], alreadyIn: false, gaveUp: problem });
    else await failRow(deps, row, problem);
  }
}

async function begin(deps: GuestDeps, requestId: string, rowIds: Chunk['rowIds']): Promise<void> {
  const rows = await rowsToProvision(deps.db, requestId, rowIds);
  if (rows.every(({ status }) => status !== 'waiting')) return;
  await inRequest(deps, requestId, async (tx) => {
    for (const row of rows.filter(({ status }) => status === 'waiting')) {
      await changeGuest(tx, row, { status: 'working' }, deps.clock.now());
    }
    if (deps.ownRights) await deps.queue.enqueue(tx, 'offer-own-right', { requestId });
    await touchRequest(tx, deps, requestId);
  });
}

async function provisionGuest(
  deps: GuestDeps,
  request: RequestRow,
  row: GuestRow,
  resources: readonly ResourceToGive[],
): Promise<void> {
  try {
    const guest = await ensureGuest(deps, { request, row, first: resources[0] ?? null });
    const { userId } = guest;
    if (!userId) throw new AppError('notYetThere');
    const { granted, passing, alreadyIn } = await grantAccess(
      deps,
      { ...guest, userId },
      resources,
    );
    const accepted = guest.redeemLink === null && guest.microsoftMailedAt === null;
    await finishRow(deps, guest, { granted, alreadyIn: alreadyIn && accepted, gaveUp: null });
    if (passing.length > 0) throw worstOf(passing);
  } catch (error) {
    if (!isNamedStop(error)) throw error;
    await failRow(deps, row, problemOf(error, { address: row.address }));
  }
}

async function readResources(deps: GuestDeps, request: RequestRow): Promise<ResourceToGive[]> {
  const rows = await resourcesOf(deps.db, request.id);
  return rows.flatMap((row) => {
    const { resourceId, kind, name } = row;
    if (kind === 'directory') return [];
    return [{ id: resourceId, kind, name, rightOf: rightFor(row, request) }];
  });
}
