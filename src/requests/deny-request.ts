import { appendAudit } from '../db/audit.ts';
import { moveGuests } from '../db/guests.ts';
import { type ActivityIds, noteAnsweredIn } from '../db/known-activities.ts';
import { sealedFor } from '../db/personal.ts';
import { changeRequest, decideResource, lockRequest } from '../db/requests.ts';
import { AppError } from '../errors.ts';
import { alreadyDecided, decideAtPress } from './decide-at-press.ts';
import type { RequestDeps } from './deps.ts';
import { enqueueFollowing } from './follow-decision.ts';
import { readText, TEXT_LIMITS } from './read-text.ts';
import { canMove } from './transitions.ts';
import type { RequestView } from './types.ts';
import { requireView } from './view-request.ts';

/**
 * Denies the whole request: who may decide about one of its resources speaks for it all, as guests
 * are asked for together.
 *
 * @throws AppError `request.reasonMissing`, `request.textTooLong`, and those of `decideAtPress`
 */
export async function denyRequest(
  deps: RequestDeps,
  denial: {
    readonly requestId: string;
    readonly actorId: string;
    readonly reason: unknown;
    /** The activity that this answers: noted with it. */
    readonly answers?: ActivityIds | null;
  },
): Promise<RequestView> {
  const press = await decideAtPress(deps, denial.requestId, denial.actorId);
  const reason = readText(denial.reason, TEXT_LIMITS.reason);
  if (reason === null) throw new AppError('request.reasonMissing');

  return deps.db.transaction(async (tx) => {
    const row = await lockRequest(tx, press.view.id);
    if (!row) throw new AppError('request.notFound', { id: press.view.id });
    if (!canMove(row.status, 'denied')) throw alreadyDecided(row);
    const at = deps.clock.now();
    const decided = { decidedBy: press.actor, decidedAt: at, comment: null };
    const denied: string[] = [];
    for (const resourceId of press.resourceIds) {
      const his = await decideResource(tx, row.id, resourceId, { decision: 'denied', ...decided });
      if (his) denied.push(resourceId);
    }
    if (denied.length === 0) throw alreadyDecided(row);
    const ended = { status: 'denied' as const, endedBy: press.actor, denial: reason };
    const changed = await changeRequest(tx, row, { ...ended, decidedAt: at }, at);
    if (!changed) throw alreadyDecided(row);
    await moveGuests(tx, row.id, ['waiting'], { status: 'stopped' }, at);
    await appendAudit(tx, {
      at,
      actor: press.actor.id,
      action: 'request.denied',
      subject: row.id,
      before: { status: row.status },
      after: {
        status: 'denied',
        resources: denied,
        reason: sealedFor(press.actor.id, reason),
      },
      correlationId: row.correlationId,
    });
    await enqueueFollowing(tx, deps, changed);
    await noteAnsweredIn(tx, denial.answers ?? null, at);
    return requireView(deps, tx, row.id);
  });
}
