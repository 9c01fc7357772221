import { findRequests } from '../../requests/find-requests.ts';
import { oneOrList } from './about.ts';
import type { CommandHandler } from './command.ts';

/** `status k7m2p9qa`, `status sam@gmail.com` */
export const status: CommandHandler<'status'> = {
  kind: 'status',
  run: async (our, { subject }) =>
    oneOrList(our, subject, await findRequests(our.deps.requests, our.turn.actorId, subject)),
};
