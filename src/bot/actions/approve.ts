import { approveRequest } from '../../requests/approve-request.ts';
import { type CardAction, request } from './action.ts';

export const approve: CardAction = {
  verb: 'request.approve',
  run: ({ deps, turn }, requestId, { comment }) =>
    request(approveRequest(deps.requests, { requestId, actorId: turn.actorId, comment })),
};
