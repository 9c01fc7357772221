import { AppError } from '../errors.ts';
import { decide } from '../policy/decide.ts';
import { refuseRequester } from '../policy/may-ask.ts';
import { approvalRefusal, mayDecide } from '../policy/may-decide.ts';
import type { Asked, PolicyFacts } from '../policy/types.ts';
import type { RequestDeps } from './deps.ts';
import { accountOf, gatherFacts, readResources } from './gather-facts.ts';
import type { RequestView, ResourceView } from './types.ts';

/**
 * Decides anew, from the directory as it is now, about a request that is to be tried again: the directory
 * does not hold an application to what its people may do. Gives who must agree again, where an approval
 * is needed that was never given or was given by somebody who could not give it today.
 *
 * @throws AppError where the actor may not press, or nothing may be given by now: `request.notYours`,
 *   `policy.*`, `tenant.invitesNobody`, the refusal of a resource
 */
export async function checkRetry(
  deps: RequestDeps,
  view: RequestView,
  actorId: string,
): Promise<readonly Asked[]> {
  const facts = await gatherFacts(deps, {
    requester: accountOf(deps, view.requester),
    resources: readResources(deps, stillToGive(view)),
  });
  await checkActor(deps, facts, actorId);
  const refusal = approvalRefusal(facts);
  if (refusal) throw new AppError(refusal.code, refusal.params);
  const decision = decide(facts);
  if (decision.kind === 'deny') throw new AppError(decision.problem.code, decision.problem.params);
  if (decision.kind === 'allow') return [];
  return decision.asked.filter((asked) => !hasApproval(view, asked));
}

/** Resources that a failed guest has not been given; where only his mail failed, all that it speaks of. */
function stillToGive({ guests, resources }: RequestView): readonly ResourceView[] {
  const open = new Set(
    guests
      .filter(({ status }) => status === 'failed')
      .flatMap(({ grants }) => grants)
      .filter(({ status }) => status === 'waiting' || status === 'failed')
      .map(({ resourceId }) => resourceId),
  );
  return open.size === 0 ? resources : resources.filter(({ id }) => open.has(id));
}

async function checkActor(
  { directory }: RequestDeps,
  facts: PolicyFacts,
  actorId: string,
): Promise<void> {
  if (actorId === facts.requester.id) {
    const refusal = refuseRequester(facts.requester, facts.rules);
    if (refusal) throw new AppError(refusal.code, refusal.params);
    return;
  }
  const actor = await directory.account(actorId);
  if (!actor) throw new AppError('request.notYours');
  const may = mayDecide(facts, actor);
  if (may.kind === 'no') throw new AppError(may.problem.code, may.problem.params);
}

/** Whether this resource was approved, by somebody who could approve it today. */
function hasApproval({ resources }: RequestView, { resourceId, approvers }: Asked): boolean {
  const resource = resources.find(({ id }) => id === (resourceId ?? ''));
  const by = resource?.decision === 'approved' ? resource.decidedBy : null;
  return by !== null && approvers.some(({ id }) => id === by.id);
}
