import { myRequests as findMyRequests } from '../../requests/find-requests.ts';
import { list } from './about.ts';
import type { CommandHandler } from './command.ts';

/** `my requests` */
export const myRequests: CommandHandler<'myRequests'> = {
  kind: 'myRequests',
  run: async (our) => list(our, 'mine', await findMyRequests(our.deps.requests, our.turn.actorId)),
};
