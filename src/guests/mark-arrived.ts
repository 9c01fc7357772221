import { changeGuest, type GuestRow, grantsOf } from '../db/guests.ts';
import type { RequestRow } from '../db/requests.ts';
import type { Tx } from '../db/types.ts';
import type { Account } from '../requests/ports.ts';
import type { GuestDeps } from './deps.ts';
import { auditGuest } from './end-row.ts';
import { nameToKeep } from './guest-name.ts';

/** Ends a row that was mailed: well, where nothing has failed. A guest without a redeem link has arrived before. */
export async function endWell(
  tx: Tx,
  deps: GuestDeps,
  row: GuestRow,
  request: RequestRow,
): Promise<void> {
  const at = deps.clock.now();
  const failed = (await grantsOf(tx, row.id)).some(({ status }) => status === 'failed');
  const arrived = row.arrivedAt !== null;
  const status = failed ? 'failed' : arrived ? 'arrived' : 'invited';
  const changes = {
    status,
    mailedAt: row.mailedAt ?? row.microsoftMailedAt ?? at,
    problem: null,
  } as const;
  const changed = await changeGuest(tx, row, changes, at);
  if (!changed) return;
  if (!row.mailedAt) {
    const by = row.microsoftMailedAt ? { mailedBy: 'microsoft' } : {};
    const after = { status, mailbox: row.mailbox, ...by };
    await auditGuest(tx, deps, { action: 'guest.mailed', row, request, after });
  }
  if (arrived) await deps.queue.enqueue(tx, 'welcome-guest', { rowId: row.id });
  else if (row.redeemLink === null && row.microsoftMailedAt === null)
    await markArrived(tx, deps, { row: changed, request, account: null });
}

/**
 * Notes that the guest of a row has signed in, and queues what follows. The request must be locked, and
 * be settled or touched after. `account`: he, as the directory has him, where it was asked.
 */
export async function markArrived(
  tx: Tx,
  deps: GuestDeps,
  arrival: {
    readonly row: GuestRow;
    readonly request: RequestRow;
    readonly account: Account | null;
  },
): Promise<void> {
  const { row, request, account } = arrival;
  const at = deps.clock.now();
  const name = nameToKeep(row, account);
  const status = row.status === 'invited' ? 'arrived' : row.status;
  await changeGuest(tx, row, { status, arrivedAt: at, name }, at);
  const after = { status, userId: row.userId };
  await auditGuest(tx, deps, { action: 'guest.arrived', row, request, after });
  await deps.queue.enqueue(tx, 'welcome-guest', { rowId: row.id }, { urgent: true });
  const told = { requestId: request.id, event: 'arrived' as const, rowId: row.id };
  await deps.queue.enqueue(tx, 'tell-requester', told, { urgent: true });
}
