import type { NotifyDeps } from '../../requests/deps.ts';
import { showFirstCard } from '../../requests/show-first-card.ts';
import type { Task } from '../task.ts';

/** Given up, the request goes on all the same; `my requests` and `status` show it. */
export const showFirstCardTask: Task<NotifyDeps, 'show-first-card'> = {
  name: 'show-first-card',
  run: (deps, { requestId }) => showFirstCard(deps, requestId),
};
