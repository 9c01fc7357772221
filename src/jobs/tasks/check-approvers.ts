import { checkApprovers } from '../../requests/check-approvers.ts';
import type { RequestDeps } from '../../requests/deps.ts';
import type { Task } from '../task.ts';

/** Given up, the next day looks again. */
export const checkApproversTask: Task<RequestDeps, 'check-approvers'> = {
  name: 'check-approvers',
  run: (deps, { requestId }) => checkApprovers(deps, requestId),
};
