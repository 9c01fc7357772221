import { changeGuest, type GrantRow, type GuestRow, grantsOf, settleGrant } from '../db/guests.ts';
import { theOne } from '../db/personal.ts';
import type { RequestRow } from '../db/requests.ts';
import type { Tx } from '../db/types.ts';
import { settleRequest } from '../requests/settle-request.ts';
import type { Problem } from '../requests/types.ts';
import { isAwaited } from '../waiting.ts';
import type { GuestDeps } from './deps.ts';
import { auditGuest, inRow } from './end-row.ts';
import type { Granted } from './grant-access.ts';
import { endWell } from './mark-arrived.ts';

/**
 * Writes down what became of a row's grants and, once none waits any more, queues his mail or ends the
 * row. `gaveUp`: what still waits failed with this cause.
 */
export async function finishRow(
  deps: GuestDeps,
  row: Pick<GuestRow, 'id' | 'requestId'>,
  outcome: {
    readonly granted: readonly Granted[];
    readonly alreadyIn: boolean;
    readonly gaveUp: Problem | null;
  },
): Promise<void> {
  await inRow(deps, row, async (tx, locked, request) => {
    if (locked.status !== 'working' || locked.provisionedAt) return;
    await writeGrants(tx, deps, locked, request, outcome.granted);
    if (outcome.gaveUp) await failWaiting(tx, deps, locked, request, outcome.gaveUp);
    const grants = await grantsOf(tx, locked.id);
    if (grants.some(({ status }) => status === 'waiting')) return;
    if (grants.length > 0 && grants.every(({ status }) => status === 'failed')) {
      await changeGuest(tx, locked, { status: 'failed', problem: null }, deps.clock.now());
    } else if (locked.mailedAt || locked.microsoftMailedAt) {
      await endWell(tx, deps, locked, request);
    } else if (outcome.alreadyIn) {
      await endAlreadyIn(tx, deps, locked, request);
    } else {
      await changeGuest(tx, locked, { provisionedAt: deps.clock.now() }, deps.clock.now());
      const urgent = isAwaited();
      await deps.queue.enqueue(tx, 'send-invitation', { rowId: locked.id }, { urgent });
    }
    await settleRequest(tx, deps, request.id);
  });
}

async function writeGrants(
  tx: Tx,
  deps: GuestDeps,
  row: GuestRow,
  request: RequestRow,
  granted: readonly Granted[],
): Promise<void> {
  for (const { resourceId, status, problem, outcome, inRightOf } of granted) {
    const grant = { guestRowId: row.id, resourceId };
    if (!(await settleGrant(tx, grant, { status, problem }, deps.clock.now()))) continue;
    const action = outcome === 'failed' ? 'access.failed' : 'access.granted';
    const lent = inRightOf ? { inRightOf: theOne(inRightOf) } : {};
    const after = { userId: row.userId, resourceId, outcome, problem, ...lent };
    await auditGuest(tx, deps, { action, row, request, after });
  }
}

async function failWaiting(
  tx: Tx,
  deps: GuestDeps,
  row: GuestRow,
  request: RequestRow,
  problem: Problem,
): Promise<void> {
  const waiting = (await grantsOf(tx, row.id)).filter(({ status }) => status === 'waiting');
  const asFailed = ({ resourceId }: GrantRow): Granted => ({
    resourceId,
    status: 'failed',
    problem,
    outcome: 'failed',
  });
  await writeGrants(tx, deps, row, request, waiting.map(asFailed));
}

/** Nothing was to be done for him: no mail, no welcome. */
async function endAlreadyIn(
  tx: Tx,
  deps: GuestDeps,
  row: GuestRow,
  request: RequestRow,
): Promise<void> {
  const at = deps.clock.now();
  await changeGuest(tx, row, { status: 'arrived', arrivedAt: at }, at);
  const after = { status: 'arrived', userId: row.userId };
  await auditGuest(tx, deps, { action: 'guest.alreadyIn', row, request, after });
}
