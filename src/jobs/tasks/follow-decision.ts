import type { RequestDeps } from '../../requests/deps.ts';
import { followDecision } from '../../requests/follow-decision.ts';
import type { Task } from '../task.ts';

/** It only writes to the database: given up, it lies among the dead letters until it is run again. */
export const followDecisionTask: Task<RequestDeps, 'follow-decision'> = {
  name: 'follow-decision',
  run: (deps, decision) => followDecision(deps, decision),
};
