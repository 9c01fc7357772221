import { denyRequest } from '../../requests/deny-request.ts';
import { type CardAction, request } from './action.ts';

export const deny: CardAction = {
  verb: 'request.deny',
  run: ({ deps, turn }, requestId, { reason }) =>
    request(denyRequest(deps.requests, { requestId, actorId: turn.actorId, reason })),
};
