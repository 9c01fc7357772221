import { conversationById } from '../db/conversations.ts';
import { despiteTrouble, JOB_WRITES_MS } from '../db/despite-trouble.ts';
import { findRequest, type RequestRow } from '../db/requests.ts';
import { hasOwnCard } from '../db/sent-cards.ts';
import type { NotifyDeps } from './deps.ts';
import { recordCard } from './record-card.ts';
import { viewRequest } from './view-request.ts';

/**
 * Shows the request where it was asked for, unless its card lies there already.
 *
 * @throws AppError those of `Notifier.post`
 */
export async function showFirstCard(deps: NotifyDeps, requestId: string): Promise<void> {
  const request = await findRequest(deps.db, requestId);
  const chat = request && chatOf(request);
  if (!chat || (await hasOwnCard(deps.db, requestId))) return;
  const view = await viewRequest(deps, requestId);
  if (!view) return;
  const conversation = await conversationById(deps.db, chat.conversationId);
  const reader =
    conversation?.kind === 'personal'
      ? ({ role: 'requester', personId: view.requester.id } as const)
      : ({ role: 'bystander', personId: null } as const);
  const message = deps.presenter.requestMessage(view, reader, view.locale);
  const { activityId } = await deps.notifier.post(chat, message);
  const card = {
    requestId,
    ...chat,
    activityId,
    personId: reader.personId,
    role: reader.role === 'requester' ? ('requester' as const) : ('shared' as const),
    shownVersion: view.version,
    locale: view.locale,
  };
  await despiteTrouble(JOB_WRITES_MS, () => recordCard(deps, card));
}

function chatOf({ originConversation, originServiceUrl }: RequestRow) {
  if (originConversation === null || originServiceUrl === null) return null;
  return { conversationId: originConversation, serviceUrl: originServiceUrl };
}
