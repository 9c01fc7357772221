import { appendAudit } from '../db/audit.ts';
import { lockRequest, replaceApprovers, waitingApprovers } from '../db/requests.ts';
import { AppError } from '../errors.ts';
import { findDeciders, mayDecide } from '../policy/may-decide.ts';
import type { PolicyFacts } from '../policy/types.ts';
import type { RequestDeps } from './deps.ts';
import { endUndecidable } from './end-undecidable.ts';
import { accountOf, gatherFacts, readResources } from './gather-facts.ts';
import { touchRequest } from './redraw.ts';
import type { Person, RequestView } from './types.ts';
import { viewRequest } from './view-request.ts';

/** What somebody who presses a button may decide, as the directory has it at this moment. */
export interface Press {
  readonly view: RequestView;
  readonly actor: Person;
  readonly facts: PolicyFacts;
  /** Resources he decides about; '' for the directory itself. */
  readonly resourceIds: readonly string[];
}

/**
 * Reads who presses and what he may decide. Cards and rows are not believed in this: who was asked may
 * have left the resource, the role or the company since. Where other people decide by now, they are asked;
 * where nobody can any more, the request is denied.
 *
 * @throws AppError `request.notFound`, `request.alreadyDecided`, `request.ownRequest`, `request.notYours`,
 *   `policy.guestsCannotDecide`, `policy.accountDisabled`
 */
export async function decideAtPress(
  deps: RequestDeps,
  requestId: string,
  actorId: string,
): Promise<Press> {
  const view = await viewRequest(deps, requestId);
  // A draft is its author's alone: for everybody else it is not there yet.
  if (!view || (view.status === 'draft' && view.requester.id !== actorId)) {
    throw new AppError('request.notFound', { id: requestId });
  }
  if (view.requester.id === actorId) throw new AppError('request.ownRequest');
  if (view.status !== 'pending') throw alreadyDecided(view);

  const waiting = view.resources.filter(({ decision }) => decision === 'waiting');
  const [actor, requester, resources] = await Promise.all([
    deps.directory.account(actorId),
    accountOf(deps, view.requester),
    readResources(deps, waiting),
  ]);
  if (!actor) throw new AppError('request.notYours');
  const facts = await gatherFacts(deps, requester, resources);
  const may = mayDecide(facts, actor);
  if (may.kind === 'no') {
    if (may.problem.code === 'request.notYours') {
      if (await endUndecidable(deps, view, facts)) throw alreadyDecided({ status: 'denied' });
      await askAnew(deps, view, facts);
    }
    const { id } = actor;
    const decided = view.resources.some(({ decidedBy }) => decidedBy?.id === id);
    if (decided) throw alreadyDecided(view);
    throw new AppError(may.problem.code, may.problem.params);
  }
  return {
    view,
    actor: { id: actor.id, name: actor.name, mail: actor.mail },
    facts,
    resourceIds: may.resourceIds.map((id) => id ?? ''),
  };
}

/** The error for a press that comes too late; the card that is shown with it says how things stand. */
export function alreadyDecided({ status }: Pick<RequestView, 'status'>): AppError {
  return new AppError('request.alreadyDecided', { status });
}

/** Asks those who decide by now, where they are others than were asked; else a request could wait for nobody. */
async function askAnew(deps: RequestDeps, view: RequestView, facts: PolicyFacts): Promise<void> {
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
        actor: 'guestlist',
        action: 'request.askedAnew',
        subject: view.id,
        before: { resourceId: id, approvers: known },
        after: { resourceId: id, approvers: now, standIn, why },
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
