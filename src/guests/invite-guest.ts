import { claimNotice, findNotice, forgetNotice } from '../db/notices.ts';
import { AppError } from '../errors.ts';
import type { Invited, OwnMail, Tenant } from '../requests/ports.ts';
import { isNamedStop } from '../requests/problem-of.ts';
import type { GuestDeps } from './deps.ts';
import type { Place } from './ensure-guest.ts';

/** An invitation that was made, and who mails it. */
export interface InvitedBy extends Invited {
  readonly by: 'ours' | 'microsoft';
}

/** Noted before Microsoft is asked to mail somebody: whoever is cut off then must not ask again. */
const BEGUN = 'microsoftInvites';

/**
 * Since when Microsoft may have mailed the guest of this row: an earlier run has asked for it and does not know
 * what became of that. null: no run has.
 */
export async function maybeMailedSince(deps: GuestDeps, rowId: string): Promise<Date | null> {
  if (!deps.microsoftMails) return null;
  return (await findNotice(deps.db, rowId, BEGUN))?.at ?? null;
}

/**
 * Invites an address. A newcomer is invited by Microsoft's own mail where that is preferred and the requester
 * has lent us his right for it; everybody else in the application's right, and mailed by us.
 */
export async function inviteGuest(
  deps: GuestDeps,
  { row, request, first }: Place,
  isNew: boolean,
): Promise<InvitedBy> {
  const wish = {
    address: row.address,
    name: row.name,
    redirectUrl: await deps.tenant.landingUrl(first),
    sponsorId: request.requesterId,
    urgent: true,
  };
  const token =
    isNew && deps.microsoftMails ? await deps.ownRights?.token(request.requesterId) : null;
  if (token) {
    const { message, locale } = request;
    const invited = await inviteOnce(deps, row.id, { ...wish, own: { token, message, locale } });
    if (invited) return { ...invited, by: 'microsoft' };
  }
  return { ...(await deps.tenant.invite(wish)), by: 'ours' };
}

type OwnWish = Parameters<Tenant['invite']>[0] & { readonly own: OwnMail };

/** null: the requester's right was not enough, and nothing was done. */
async function inviteOnce(deps: GuestDeps, rowId: string, wish: OwnWish): Promise<Invited | null> {
  const { db, clock, log } = deps;
  // A claim from before is over by now: what it may have made would be to be seen.
  await forgetNotice(db, rowId, BEGUN);
  await claimNotice(db, { subject: rowId, event: BEGUN, activityId: null, at: clock.now() });
  try {
    return await deps.tenant.invite(wish);
  } catch (error) {
    if (!isSurelyUndone(error)) throw error;
    await forgetNotice(db, rowId, BEGUN);
    if (error.code !== 'graph.ownRightRefused') throw error;
    log?.warn({ rowId, err: error.cause }, 'own right refused');
    return null;
  }
}

/** Whether Graph has said no. One that gave no answer may have mailed him all the same. */
function isSurelyUndone(error: unknown): error is AppError {
  return isNamedStop(error) || (error instanceof AppError && error.code === 'throttled');
}
