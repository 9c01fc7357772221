import type { GuestDeps } from '../../guests/deps.ts';
import { giveUpProvisioning, provisionGuests } from '../../guests/provision-guests.ts';
import type { Task } from '../task.ts';

export const provisionGuestsTask: Task<GuestDeps, 'provision-guests'> = {
  name: 'provision-guests',
  run: (deps, chunk) => provisionGuests(deps, chunk),
  gaveUp: (deps, chunk, error) => giveUpProvisioning(deps, chunk, error),
};
