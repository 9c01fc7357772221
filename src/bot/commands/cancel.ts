import { cancelRequest } from '../../requests/cancel-request.ts';
import { findCancellable, findRequests } from '../../requests/find-requests.ts';
import { oneOrList } from './about.ts';
import type { CommandHandler } from './command.ts';

/** `cancel k7m2p9qa`, `cancel sam@gmail.com`: the one it can mean, or a choice where it can mean several. */
export const cancel: CommandHandler<'cancel'> = {
  kind: 'cancel',
  async run(our, { subject }) {
    const { deps, turn } = our;
    const found = await findCancellable(deps.requests, turn.actorId, subject);
    const [only, another] = found;
    if (!only) {
      // Cancelling what is there but cannot be cancelled says why not.
      const [seen] = await findRequests(deps.requests, turn.actorId, subject);
      if (!seen) return oneOrList(our, subject, []);
      return { kind: 'request', view: await cancelBy(our, seen.id) };
    }
    if (another) return oneOrList(our, subject, found);
    return { kind: 'request', view: await cancelBy(our, only.id) };
  },
};

function cancelBy({ deps, turn }: Parameters<typeof cancel.run>[0], requestId: string) {
  return cancelRequest(deps.requests, { requestId, actorId: turn.actorId });
}
