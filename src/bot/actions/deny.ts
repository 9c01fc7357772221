import { denyRequest } from '../../requests/deny-request.ts';
import type { CardAction } from './action.ts';

export const deny: CardAction = {
  verb: 'request.deny',
  run: async ({ deps, turn }, requestId, { reason }, answers) => {
    const asked = { requestId, actorId: turn.actorId, reason, answers };
    const view = await denyRequest(deps.requests, asked);
    return { kind: 'request', view, isNoted: answers !== null };
  },
};
