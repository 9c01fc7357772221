import { appendAudit, GUESTLIST } from '../db/audit.ts';
import { changeGuest, type GuestRow, lockGuest } from '../db/guests.ts';
import { sealedFor, theOne } from '../db/personal.ts';
import type { RequestRow } from '../db/requests.ts';
import type { Tx } from '../db/types.ts';
import { problemInAudit } from '../requests/in-audit.ts';
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

/** What the audit says of a change to a guest. His account, its cause and what it was mailed from are his. */
export interface GuestChange {
  readonly userId?: string | null;
  readonly mailbox?: string | null;
  readonly problem?: Problem | null;
  /** Ids of ours and of resources, states, codes: nothing that tells of a person. */
  readonly [fact: string]: unknown;
}

/** Writes the audit row of a change to a guest. */
export async function auditGuest(
  tx: Tx,
  deps: GuestDeps,
  change: {
    readonly action: string;
    readonly row: GuestRow;
    readonly request: RequestRow;
    readonly after: GuestChange;
  },
): Promise<void> {
  const { action, row, request } = change;
  const { userId, mailbox, problem, ...after } = change.after;
  const { address } = row;
  await appendAudit(tx, {
    at: deps.clock.now(),
    actor: GUESTLIST,
    action,
    subject: row.id,
    before: { status: row.status },
    after: {
      guest: theOne(address),
      ...after,
      ...(userId ? { userId: sealedFor(address, userId) } : {}),
      ...(mailbox ? { mailbox: sealedFor(address, mailbox) } : {}),
      ...(problem ? { problem: problemInAudit(address, problem) } : {}),
    },
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
