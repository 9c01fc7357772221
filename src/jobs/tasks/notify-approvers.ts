import type { NotifyDeps } from '../../requests/deps.ts';
import { giveUpNotifying, notifyApprovers } from '../../requests/notify-approvers.ts';
import type { Task } from '../task.ts';

export const notifyApproversTask: Task<NotifyDeps, 'notify-approvers'> = {
  name: 'notify-approvers',
  run: (deps, { requestId }) => notifyApprovers(deps, requestId),
  gaveUp: (deps, { requestId }, error) => giveUpNotifying(deps, requestId, error),
};
