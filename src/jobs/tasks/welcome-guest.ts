import type { GuestDeps } from '../../guests/deps.ts';
import { giveUpWelcome, welcomeGuest } from '../../guests/welcome-guest.ts';
import type { Task } from '../task.ts';

export const welcomeGuestTask: Task<GuestDeps, 'welcome-guest'> = {
  name: 'welcome-guest',
  run: (deps, { rowId }) => welcomeGuest(deps, rowId),
  gaveUp: (deps, { rowId }, error) => giveUpWelcome(deps, rowId, error),
};
