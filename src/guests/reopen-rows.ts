import { appendAudit, GUESTLIST } from '../db/audit.ts';
import { changeGuest, forgetLostMails, guestsOf, reopenGrants } from '../db/guests.ts';
import { claimNotice, forgetNotice } from '../db/notices.ts';
import { changeRequest } from '../db/requests.ts';
import type { Tx } from '../db/types.ts';
import { guestInAudit } from '../requests/in-audit.ts';
import { inRequest } from '../requests/in-request.ts';
import { touchRequest } from '../requests/redraw.ts';
import type { GuestDeps } from './deps.ts';

/**
 * Opens the failed ones of these rows anew, because whoever operates the product has had a dead job run
 * again: once for each dead letter, however often its job is tried. What is done stays done.
 *
 * @param then what follows, in the same transaction; only where a row was opened
 */
export async function reopenRows(
  deps: GuestDeps,
  dead: {
    readonly requestId: string;
    readonly rowIds: readonly string[];
    readonly letterId: string;
  },
  then: (tx: Tx) => Promise<void> = async () => undefined,
): Promise<void> {
  const { requestId, rowIds, letterId } = dead;
  await inRequest(deps, requestId, async (tx, request) => {
    if (request.status !== 'attention' && request.status !== 'working') return;
    const at = deps.clock.now();
    const event = `reopened ${letterId}`;
    if (!(await claimNotice(tx, { subject: requestId, event, activityId: null, at }))) return;
    const failed = (await guestsOf(tx, requestId)).filter(
      ({ id, status }) => status === 'failed' && rowIds.includes(id),
    );
    if (failed.length === 0) return;
    await forgetLostMails(tx, requestId);
    const again = { status: 'waiting', problem: null, provisionedAt: null } as const;
    for (const row of failed) await changeGuest(tx, row, again, at);
    const ids = failed.map(({ id }) => id);
    await reopenGrants(tx, ids, at);
    await changeRequest(tx, request, { status: 'working' }, at);
    await forgetNotice(tx, requestId, 'told.attention');
    await appendAudit(tx, {
      at,
      actor: GUESTLIST,
      action: 'request.reopened',
      subject: requestId,
      before: { status: request.status },
      after: { status: 'working', guests: failed.map(guestInAudit), letterId },
      correlationId: request.correlationId,
    });
    await then(tx);
    await touchRequest(tx, deps, requestId);
  });
}
