import { retryRequest } from '../../requests/retry-request.ts';
import { type CardAction, request } from './action.ts';

export const retry: CardAction = {
  verb: 'request.retry',
  run: ({ deps, turn }, requestId) =>
    request(retryRequest(deps.requests, { requestId, actorId: turn.actorId })),
};
