import { appendAudit, GUESTLIST } from '../db/audit.ts';
import { moveGuests } from '../db/guests.ts';
import { changeRequest } from '../db/requests.ts';
import { findDeciders } from '../policy/may-decide.ts';
import type { PolicyFacts } from '../policy/types.ts';
import type { RequestDeps } from './deps.ts';
import { enqueueFollowing } from './follow-decision.ts';
import { problemInAudit } from './in-audit.ts';
import { inRequest } from './in-request.ts';
import { canMove } from './transitions.ts';
import type { Problem, RequestView } from './types.ts';

/**
 * Denies a request of which something waits that nobody can decide about any more, with that cause: it
 * would wait for ever. False where somebody can decide about everything that waits.
 */
export async function endUndecidable(
  deps: RequestDeps,
  { id }: Pick<RequestView, 'id'>,
  facts: PolicyFacts,
): Promise<boolean> {
  const problem = nobodyDecides(facts);
  if (!problem) return false;
  await inRequest(deps, id, async (tx, row) => {
    if (!canMove(row.status, 'denied')) return;
    const at = deps.clock.now();
    const denied = { status: 'denied' as const, problem, decidedAt: at };
    const changed = await changeRequest(tx, row, denied, at);
    if (!changed) return;
    await moveGuests(tx, id, ['waiting'], { status: 'stopped' }, at);
    await appendAudit(tx, {
      at,
      actor: GUESTLIST,
      action: 'request.deniedByPolicy',
      subject: id,
      before: { status: row.status },
      after: { status: 'denied', problem: problemInAudit(row.requesterId, problem) },
      correlationId: row.correlationId,
    });
    await enqueueFollowing(tx, deps, changed);
  });
  return true;
}

function nobodyDecides(facts: PolicyFacts): Problem | null {
  const resources = facts.resources.length > 0 ? facts.resources : [null];
  const found = resources.map((resource) => findDeciders(facts, resource));
  return found.find((each) => each.kind === 'nobody')?.problem ?? null;
}
