import { requestsWaitingFor } from '../../requests/find-requests.ts';
import { list } from './about.ts';
import type { CommandHandler } from './command.ts';

/** `waiting for me` */
export const waitingForMe: CommandHandler<'waitingForMe'> = {
  kind: 'waitingForMe',
  run: async (our) =>
    list(our, 'waiting', await requestsWaitingFor(our.deps.requests, our.turn.actorId)),
};
