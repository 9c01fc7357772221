import { appendAudit, GUESTLIST } from '../db/audit.ts';
import { conversationById } from '../db/conversations.ts';
import { despiteTrouble, JOB_WRITES_MS } from '../db/despite-trouble.ts';
import { theOne } from '../db/personal.ts';
import { markReached, waitingApprovers } from '../db/requests.ts';
import { sentCardsOf } from '../db/sent-cards.ts';
import type { NotifyDeps } from './deps.ts';
import { inRequest } from './in-request.ts';
import { isNamedStop, problemOf, worstOf } from './problem-of.ts';
import { recordCard } from './record-card.ts';
import { touchRequest } from './redraw.ts';
import type { RequestView } from './types.ts';
import { viewRequest } from './view-request.ts';

/**
 * Sends each person who may decide his card, 1:1. Who has one is left alone; who cannot be reached for
 * good is written down, and the requester told.
 *
 * @throws AppError a passing one, when somebody must be tried again
 */
export async function notifyApprovers(deps: NotifyDeps, requestId: string): Promise<void> {
  const errors: unknown[] = [];
  for (const personId of await unaware(deps, requestId)) {
    // Drawn anew for each, as somebody may have decided meanwhile.
    const view = await viewRequest(deps, requestId);
    if (view?.status !== 'pending') return;
    try {
      await notify(deps, view, personId);
    } catch (error) {
      if (isNamedStop(error)) {
        await noteUnreached(deps, requestId, personId, error.code);
      } else errors.push(error);
    }
  }
  if (errors.length > 0) throw worstOf(errors);
}

/** Writes down everybody who has no card when the job is given up. */
export async function giveUpNotifying(
  deps: NotifyDeps,
  requestId: string,
  error: unknown,
): Promise<void> {
  const { code } = problemOf(error);
  for (const personId of await unaware(deps, requestId)) {
    await noteUnreached(deps, requestId, personId, code);
  }
}

/** People who may decide about something that waits and have no card of it. */
async function unaware({ db }: NotifyDeps, requestId: string): Promise<readonly string[]> {
  const people = await waitingApprovers(db, requestId);
  const cards = await sentCardsOf(db, requestId);
  const aware = new Set(
    cards.filter(({ role }) => role === 'approver').map(({ personId }) => personId),
  );
  return [...new Set(people.map(({ personId }) => personId))].filter((id) => !aware.has(id));
}

async function notify(deps: NotifyDeps, view: RequestView, personId: string): Promise<void> {
  const chat = await deps.notifier.personalChat(personId);
  const locale = (await conversationById(deps.db, chat.conversationId))?.locale ?? view.locale;
  const reader = { role: 'approver', personId } as const;
  const message = deps.presenter.requestMessage(view, reader, locale);
  const { activityId } = await deps.notifier.post(chat, message);
  const card = { requestId: view.id, ...chat, activityId, personId, locale };
  await despiteTrouble(JOB_WRITES_MS, async () => {
    await recordCard(deps, { ...card, role: 'approver', shownVersion: view.version });
    await noteReached(deps, view.id, personId);
  });
}

async function noteReached(deps: NotifyDeps, requestId: string, personId: string): Promise<void> {
  await inRequest(deps, requestId, async (tx) => {
    if (await markReached(tx, requestId, personId, null)) await touchRequest(tx, deps, requestId);
  });
}

async function noteUnreached(
  deps: NotifyDeps,
  requestId: string,
  personId: string,
  code: string,
): Promise<void> {
  await inRequest(deps, requestId, async (tx, request) => {
    const at = deps.clock.now();
    if (!(await markReached(tx, requestId, personId, at))) return;
    await appendAudit(tx, {
      at,
      actor: GUESTLIST,
      action: 'request.approverUnreached',
      subject: requestId,
      after: { approver: theOne(personId), code },
      correlationId: request.correlationId,
    });
    await deps.queue.enqueue(tx, 'tell-requester', { requestId, event: 'unreached' });
    await touchRequest(tx, deps, requestId);
  });
}
