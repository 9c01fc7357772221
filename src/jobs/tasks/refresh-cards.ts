import type { NotifyDeps } from '../../requests/deps.ts';
import { refreshCards } from '../../requests/refresh-cards.ts';
import type { Task } from '../task.ts';

/** Given up, a card stays as it was; a press on it is answered from the rows all the same. */
export const refreshCardsTask: Task<NotifyDeps, 'refresh-cards'> = {
  name: 'refresh-cards',
  run: (deps, { requestId }) => refreshCards(deps, requestId),
};
