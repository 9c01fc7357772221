import { appendAudit, GUESTLIST } from '../db/audit.ts';
import { theOne } from '../db/personal.ts';
import { lockRequest, replaceApprovers, waitingApprovers } from '../db/requests.ts';
import { findDeciders } from '../policy/may-decide.ts';
import type { PolicyFacts } from '../policy/types.ts';
import type { RequestDeps } from './deps.ts';
import { touchRequest } from './redraw.ts';
import type { RequestView } from './types.ts';

/**
 * Asks those who decide by now about what waits, where they are others than were asked: else a request
 * could wait for people who have left. `facts`: of the resources that wait.
 */
export async function askAnew(
  deps: RequestDeps,
  view: Pick<RequestView, 'id'>,
  facts: PolicyFacts,
): Promise<void> {
  const resources = facts.resources.length > 0 ? facts.resources : [null];
  const asked = resources
    .map((resource) => findDeciders(facts, resource))
    .flatMap((found) => (found.kind === 'people' ? [found.asked] : []));
  await deps.db.transaction(async (tx) => {
    const row = await lockRequest(tx, view.id);
    if (row?.status !== 'pending') return;
    const before = await waitingApprovers(tx, view.id);
    for (const { resourceId, approvers, standIn, why } of asked) {
      const id = resourceId ?? '';
      const known = before.filter((each) => each.resourceId === id).map((each) => each.personId);
      const now = approvers.map((person) => person.id);
      if (known.length === 0 || sameIds(known, now)) continue;
      await replaceApprovers(tx, view.id, id, approvers, { standIn, why });
      await appendAudit(tx, {
        at: deps.clock.now(),
        actor: GUESTLIST,
        action: 'request.askedAnew',
        subject: view.id,
        before: { resourceId: id, approvers: known.map(theOne) },
        after: { resourceId: id, approvers: now.map(theOne), standIn, why },
        correlationId: row.correlationId,
      });
      await deps.queue.enqueue(tx, 'notify-approvers', { requestId: view.id }, { urgent: true });
      await touchRequest(tx, deps, view.id);
    }
  });
}

function sameIds(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((id) => others.includes(id));
}
