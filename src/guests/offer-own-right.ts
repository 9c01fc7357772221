import { conversationById } from '../db/conversations.ts';
import { claimNotice, forgetNotice } from '../db/notices.ts';
import { findRequest, resourcesOf } from '../db/requests.ts';
import { isNamedStop, worstOf } from '../requests/problem-of.ts';
import type { GuestDeps } from './deps.ts';
import { rightFor } from './whose-right.ts';

/**
 * Offers those who have let guests into their teams to have them added in their own name, and who asks for them to
 * have them invited so where Microsoft is to mail them: once in a person's life, and not to whoever has allowed it already. Nothing waits for their answer.
 *
 * @throws AppError a passing one, when somebody must be tried again
 */
export async function offerOwnRight(deps: GuestDeps, requestId: string): Promise<void> {
  const request = await findRequest(deps.db, requestId);
  if (!request || !deps.ownRights) return;
  const resources = await resourcesOf(deps.db, requestId);
  const owners = resources.flatMap((resource) => rightFor(resource, request) ?? []);
  const people = deps.microsoftMails ? [...owners, request.requesterId] : owners;
  const errors: unknown[] = [];
  for (const personId of new Set(people)) {
    try {
      await offerOnce(deps, personId, request.locale);
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw worstOf(errors);
}

/** Claimed first: who is cut off in between offers it never rather than twice. */
async function offerOnce(deps: GuestDeps, personId: string, fallback: string): Promise<void> {
  const { db, clock, notifier, presenter } = deps;
  const notice = { subject: personId, event: 'ownRight.offered' };
  if (await deps.ownRights?.token(personId)) return;
  if (!(await claimNotice(db, { ...notice, activityId: null, at: clock.now() }))) return;
  try {
    const chat = await notifier.personalChat(personId);
    const locale = (await conversationById(db, chat.conversationId))?.locale ?? fallback;
    await notifier.post(chat, presenter.ownRightOffer(locale, Boolean(deps.microsoftMails)));
  } catch (error) {
    if (isNamedStop(error)) deps.log?.warn({ personId, code: error.code }, 'own right not offered');
    else {
      await forgetNotice(db, notice.subject, notice.event);
      throw error;
    }
  }
}
