import type { NotifyDeps } from '../../requests/deps.ts';
import { noteUntold, tellRequester } from '../../requests/tell-requester.ts';
import type { Task } from '../task.ts';

export const tellRequesterTask: Task<NotifyDeps, 'tell-requester'> = {
  name: 'tell-requester',
  run: (deps, news) => tellRequester(deps, news),
  gaveUp: (deps, news, error) => noteUntold(deps, news, error),
};
