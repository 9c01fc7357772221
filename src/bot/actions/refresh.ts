import { sentCardAt } from '../../db/sent-cards.ts';
import { AppError } from '../../errors.ts';
import type { RequestView } from '../../requests/types.ts';
import { viewerRole, viewRequest } from '../../requests/view-request.ts';
import type { OurTurn } from '../deps.ts';
import type { CardAction } from './action.ts';

/** The card as it now stands, for whoever looks at it. */
export const refresh: CardAction = {
  verb: 'request.refresh',
  async run(our, requestId) {
    const view = await viewRequest(our.deps.requests, requestId);
    if (!view) throw new AppError('request.notFound', { id: requestId });
    if (!(await maySee(our, view))) throw new AppError('request.notYours');
    return { kind: 'request', view };
  },
};

/** Who is concerned; and whoever reads along where the card was put. A draft is its author's alone. */
async function maySee({ deps, turn }: OurTurn, view: RequestView): Promise<boolean> {
  const role = viewerRole(view, turn.actorId);
  if (role === 'requester') return true;
  if (view.status === 'draft') return false;
  if (role === 'approver') return true;
  if (turn.replyToId === null || turn.chatKind === 'personal') return false;
  const { conversationId } = turn.chat;
  const card = await sentCardAt(deps.requests.db, conversationId, turn.replyToId);
  return card?.requestId === view.id;
}
