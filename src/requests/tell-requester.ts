import { appendAudit, GUESTLIST } from '../db/audit.ts';
import { conversationById } from '../db/conversations.ts';
import { despiteTrouble, JOB_WRITES_MS } from '../db/despite-trouble.ts';
import { claimNotice, findNotice } from '../db/notices.ts';
import type { NotifyDeps } from './deps.ts';
import { inRequest } from './in-request.ts';
import type { ChatAddress, TaskPayloads } from './ports.ts';
import { isNamedStop, problemOf } from './problem-of.ts';
import type { RequestView } from './types.ts';
import { viewRequest } from './view-request.ts';

type News = TaskPayloads['tell-requester'];

/**
 * Tells the requester in his own chat what has become of his request, each thing once.
 *
 * @throws AppError passing ones; where he cannot be reached for good, that is written down
 */
export async function tellRequester(deps: NotifyDeps, news: News): Promise<void> {
  const { db, presenter, notifier, clock } = deps;
  const subject = news.rowId ?? news.requestId;
  const event = `told.${news.event}`;
  const view = await viewRequest(deps, news.requestId);
  if (!view || !stillNews(view, news) || (await findNotice(db, subject, event))) return;
  try {
    const chat = await notifier.personalChat(view.requester.id);
    const guest = view.guests.find(({ id }) => id === news.rowId) ?? null;
    const locale = await localeIn(deps, chat, view);
    const { activityId } = await notifier.post(
      chat,
      presenter.requesterNews(news.event, view, guest, locale),
    );
    const told = { subject, event, activityId, at: clock.now() };
    await despiteTrouble(JOB_WRITES_MS, () => claimNotice(db, told));
  } catch (error) {
    if (!isNamedStop(error)) throw error;
    await noteUntold(deps, news, error);
  }
}

/** Writes down that the requester could not be told. His card shows it all the same. */
export async function noteUntold(deps: NotifyDeps, news: News, error: unknown): Promise<void> {
  const subject = news.rowId ?? news.requestId;
  const event = `told.${news.event}`;
  const { code } = problemOf(error);
  await inRequest(deps, news.requestId, async (tx, request) => {
    const at = deps.clock.now();
    if (!(await claimNotice(tx, { subject, event, activityId: null, at }))) return;
    await appendAudit(tx, {
      at,
      actor: GUESTLIST,
      action: 'request.requesterUntold',
      subject: news.requestId,
      after: { event: news.event, code },
      correlationId: request.correlationId,
    });
  });
}

/** A job may be late: what is no longer so is not told. */
function stillNews(view: RequestView, { event }: News): boolean {
  if (event === 'attention') return view.status === 'attention';
  if (event === 'unreached') return view.status === 'pending' && view.unreached.length > 0;
  return true;
}

async function localeIn({ db }: NotifyDeps, chat: ChatAddress, view: RequestView) {
  return (await conversationById(db, chat.conversationId))?.locale ?? view.locale;
}
