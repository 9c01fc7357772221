import { cancelRequest } from '../../requests/cancel-request.ts';
import { type CardAction, request } from './action.ts';

export const cancel: CardAction = {
  verb: 'request.cancel',
  run: ({ deps, turn }, requestId) =>
    request(cancelRequest(deps.requests, { requestId, actorId: turn.actorId })),
};
