import { approveRequest } from '../../requests/approve-request.ts';
import type { CardAction } from './action.ts';

export const approve: CardAction = {
  verb: 'request.approve',
  run: async ({ deps, turn }, requestId, { comment }, answers) => {
    const asked = { requestId, actorId: turn.actorId, comment, answers };
    const view = await approveRequest(deps.requests, asked);
    return { kind: 'request', view, isNoted: answers !== null };
  },
};
