import { appendAudit } from '../db/audit.ts';
import { type ActivityIds, noteAnsweredIn } from '../db/known-activities.ts';
import { sealedFor } from '../db/personal.ts';
import {
  changeRequest,
  decideResource,
  lockRequest,
  type RequestRow,
  type ResourceRow,
} from '../db/requests.ts';
import type { Tx } from '../db/types.ts';
import { AppError } from '../errors.ts';
import { approvalRefusal } from '../policy/may-decide.ts';
import { alreadyDecided, decideAtPress } from './decide-at-press.ts';
import type { RequestDeps } from './deps.ts';
import { endUndecidable } from './end-undecidable.ts';
import { enqueueFollowing } from './follow-decision.ts';
import { readText, TEXT_LIMITS } from './read-text.ts';
import { redraw } from './redraw.ts';
import { canMove } from './transitions.ts';
import type { RequestView } from './types.ts';
import { requireView } from './view-request.ts';

/**
 * Approves every resource that the actor may decide about at this moment, and starts the work once none
 * waits any more. Of two presses at once one counts.
 *
 * @throws AppError those of `decideAtPress`, `policy.requesterLeft`, `tenant.invitesNobody`, the refusal of a resource that takes
 *   no guests any more, `request.textTooLong`
 */
export async function approveRequest(
  deps: RequestDeps,
  approval: {
    readonly requestId: string;
    readonly actorId: string;
    readonly comment?: unknown;
    /** The activity that this answers: noted with it. */
    readonly answers?: ActivityIds | null;
  },
): Promise<RequestView> {
  const press = await decideAtPress(deps, approval.requestId, approval.actorId);
  const comment = readText(approval.comment, TEXT_LIMITS.comment);
  const his = press.facts.resources.filter(({ id }) => press.resourceIds.includes(id));
  const refusal = approvalRefusal({ ...press.facts, resources: his });
  if (refusal) throw new AppError(refusal.code, refusal.params);
  // What is left for others must have somebody who can decide about it.
  if (await endUndecidable(deps, press.view, press.facts)) {
    throw alreadyDecided({ status: 'denied' });
  }

  return deps.db.transaction(async (tx) => {
    const row = await lockRequest(tx, press.view.id);
    if (!row) throw new AppError('request.notFound', { id: press.view.id });
    if (!canMove(row.status, 'working')) throw alreadyDecided(row);
    const at = deps.clock.now();
    const decided = {
      decision: 'approved' as const,
      decidedBy: press.actor,
      decidedAt: at,
      comment,
    };
    // What was read before the lock is still so where nothing was counted up since.
    const isAsRead = row.version === press.view.version;
    const before = isAsRead ? press.view : await requireView(deps, tx, row.id);
    const approved = await approveResources(tx, row, press.resourceIds, decided);
    if (approved.length === 0) throw alreadyDecided(row);
    const resources = before.resources.map((resource) =>
      approved.includes(resource.id) ? { ...resource, ...decided } : resource,
    );
    const changed = await advance(tx, deps, row, resources);
    await appendAudit(tx, {
      at,
      actor: press.actor.id,
      action: 'request.approved',
      subject: row.id,
      before: { status: row.status },
      after: {
        status: changed.status,
        resources: approved,
        comment: sealedFor(press.actor.id, comment),
      },
      correlationId: row.correlationId,
    });
    await noteAnsweredIn(tx, approval.answers ?? null, at);
    return asApproved(before, changed, resources);
  });
}

/** The request as the approval leaves it, without another look: it is locked, and nothing else has changed. */
function asApproved(
  before: RequestView,
  { status, version, decidedAt }: RequestRow,
  resources: RequestView['resources'],
): RequestView {
  const asked = resources.filter(isWaiting).flatMap(({ approvers }) => approvers);
  const unreached = before.unreached.filter(({ id }) => asked.some((person) => person.id === id));
  return { ...before, status, version, decidedAt, resources, unreached };
}

function isWaiting({ decision }: RequestView['resources'][number]): boolean {
  return decision === 'waiting';
}

type Approval = Pick<ResourceRow, 'decidedBy' | 'decidedAt' | 'comment'> & {
  readonly decision: 'approved';
};

async function approveResources(
  tx: Tx,
  row: RequestRow,
  resourceIds: readonly string[],
  decided: Approval,
): Promise<readonly string[]> {
  const approved: string[] = [];
  for (const resourceId of resourceIds) {
    if (await decideResource(tx, row.id, resourceId, decided)) approved.push(resourceId);
  }
  return approved;
}

/** Starts what follows when nothing waits any more. `resources`: with what was approved just now. */
async function advance(
  tx: Tx,
  deps: RequestDeps,
  row: RequestRow,
  resources: RequestView['resources'],
): Promise<RequestRow> {
  const at = deps.clock.now();
  const waits = resources.some(isWaiting);
  const changes = waits ? {} : { status: 'working' as const, decidedAt: at };
  const changed = await changeRequest(tx, row, changes, at);
  if (!changed) throw alreadyDecided(row);
  if (waits) await redraw(tx, deps, row.id);
  else await enqueueFollowing(tx, deps, changed);
  return changed;
}
