import { cancelRequest } from '../../requests/cancel-request.ts';
import { findCancellable, findRequests } from '../../requests/find-requests.ts';
import type { Answer, OurTurn } from '../deps.ts';
import { oneOrList, someListed } from './about.ts';
import type { CommandHandler } from './command.ts';

/** `cancel k7m2p9qa`, `cancel sam@gmail.com`: the one it names, or a choice. A part of a name cancels nothing. */
export const cancel: CommandHandler<'cancel'> = {
  kind: 'cancel',
  changes: true,
  async run(our, { subject }) {
    const { requests } = our.deps;
    const { actorId } = our.turn;
    const named = await findCancellable(requests, actorId, subject, 'whole');
    const [only, another] = named.views;
    if (another) return oneOrList(our, subject, named);
    // Cancelling what is there but cannot be cancelled says why not.
    const meant = only ?? (await findRequests(requests, actorId, subject, 'whole')).views[0];
    return meant ? cancelBy(our, meant.id) : similar(our, subject);
  },
};

async function cancelBy({ deps, turn }: OurTurn, requestId: string): Promise<Answer> {
  const view = await cancelRequest(deps.requests, { requestId, actorId: turn.actorId });
  return { kind: 'request', view };
}

/** What may have been meant, to be opened and cancelled there: first what can be. */
async function similar(our: OurTurn, subject: string): Promise<Answer> {
  const { requests } = our.deps;
  const { actorId } = our.turn;
  const open = await findCancellable(requests, actorId, subject, 'part');
  return someListed(
    our,
    subject,
    open.total > 0 ? open : await findRequests(requests, actorId, subject),
  );
}
