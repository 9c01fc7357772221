import type { ResourceFacts } from '../requests/ports.ts';
import type { Problem } from '../requests/types.ts';
import { findApprovers, requesterMayInvite } from './approvers.ts';
import { refuseRequester } from './may-ask.ts';
import type { Asked, Decision, PolicyFacts } from './types.ts';

/**
 * Who must agree before these guests come in: nobody, some people for some resources, or it is denied.
 * Pure, and each answer says why. Resources that are not among the asked need nobody.
 */
export function decide(facts: PolicyFacts): Decision {
  const refusal = refuseRequester(facts.requester, facts.rules) ?? refuseResources(facts);
  if (refusal) return { kind: 'deny', problem: refusal };

  const needed = whatNeedsSomebody(facts);
  if (needed.length === 0) {
    return { kind: 'allow', why: facts.resources.length > 0 ? 'ownsResource' : 'mayInvite' };
  }
  const asked: Asked[] = [];
  for (const resource of needed) {
    const found = findApprovers(facts, resource);
    if (found.kind === 'nobody') return { kind: 'deny', problem: found.problem };
    asked.push(found.asked);
  }
  return { kind: 'ask', asked };
}

function refuseResources({ resources, directoryOnly = true }: PolicyFacts): Problem | null {
  if (resources.length === 0) {
    return directoryOnly ? null : { code: 'policy.directoryOnlyOff', params: {} };
  }
  return resources.find(({ refusal }) => refusal)?.refusal ?? null;
}

/** null stands for the directory itself. */
function whatNeedsSomebody(facts: PolicyFacts): readonly (ResourceFacts | null)[] {
  const free = requesterMayInvite(facts);
  if (facts.resources.length === 0) return free ? [] : [null];
  const owns = ({ owners }: ResourceFacts) => owners.some(({ id }) => id === facts.requester.id);
  return facts.resources.filter((resource) => !(free && owns(resource)));
}
