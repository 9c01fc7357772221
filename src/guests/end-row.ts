import { appendAudit } from '../db/audit.ts';
import { changeGuest, type GuestRow, lockGuest } from '../db/guests.ts';
import type { RequestRow } from '../db/requests.ts';
import type { Tx } from '../db/types.ts';
import { inRequest } from '../requests/in-request.ts';
import { settleRequest } from '../requests/settle-request.ts';
import { canGuestMove } from '../requests/transitions.ts';
import type { Problem } from '../requests/types.ts';
import type { GuestDeps } from './deps.ts';

/** One change of a guest's row in a transaction of its own, with its request locked; null: either is gone. */
export function inRow<T>(
  deps: GuestDeps,
  row: Pick<GuestRow, 'id' | 'requestId'>,
  change: (tx: Tx, row: GuestRow, request: RequestRow) => Promise<T>,
): Promise<T | null> {
  return inRequest(deps, row.requestId, async (tx, request) => {
    const locked = await lockGuest(tx, row.id);
    return locked && change(tx, locked, request);
  });
}

/** Writes the audit row of a change to a guest. */
export async function auditGuest(
  tx: Tx,
  deps: GuestDeps,
  change: {
    readonly action: string;
    readonly row: GuestRow;
    readonly request: RequestRow;
    readonly after: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  const { action, row, request, after } = change;
  await appendAudit(tx, {
    at: deps.clock.now(),
    actor: 'guestlist',
    action,
    subject: row.id,
    before: { status: row.status },
    after: { address: row.address, ...after },
    correlationId: request.correlationId,
  });
}

/** Ends a row that cannot go on, with the named cause. One that has ended well stays as it is. */
export async function failRow(
  deps: GuestDeps,
  row: Pick<GuestRow, 'id' | 'requestId'>,
  problem: Problem | null,
): Promise<void> {
  await inRow(deps, row, async (tx, locked, request) => {
    if (!canGuestMove(locked.status, 'failed')) return;
    await changeGuest(tx, locked, { status: 'failed', problem }, deps.clock.now());
    const after = { status: 'failed', problem };
    await auditGuest(tx, deps, { action: 'guest.failed', row: locked, request, after });
    await settleRequest(tx, deps, request.id);
  });
}
