import type { GuestDeps } from '../../guests/deps.ts';
import { offerOwnRight } from '../../guests/offer-own-right.ts';
import type { Task } from '../task.ts';

/** Given up, nobody is told: all that is lost is an offer, and the next request makes it again. */
export const offerOwnRightTask: Task<GuestDeps, 'offer-own-right'> = {
  name: 'offer-own-right',
  run: (deps, { requestId }) => offerOwnRight(deps, requestId),
};
