import { AppError } from '../errors.ts';
import { mayDecide } from '../policy/may-decide.ts';
import type { PolicyFacts } from '../policy/types.ts';
import { askAnew } from './ask-anew.ts';
import type { RequestDeps } from './deps.ts';
import { endUndecidable } from './end-undecidable.ts';
import { factsOfWaiting } from './gather-facts.ts';
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

  const [actor, facts] = await Promise.all([
    deps.directory.account(actorId),
    factsOfWaiting(deps, view),
  ]);
  if (!actor) throw new AppError('request.notYours');
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
