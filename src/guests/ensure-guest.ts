import { despiteTrouble, JOB_WRITES_MS } from '../db/despite-trouble.ts';
import { forgetAccount, heldLink, invitedAs, spreadLink } from '../db/guest-accounts.ts';
import { changeGuest, type GuestRow } from '../db/guests.ts';
import { theOne } from '../db/personal.ts';
import type { RequestRow } from '../db/requests.ts';
import { AppError } from '../errors.ts';
import { confirmLease } from '../lease.ts';
import type { Account } from '../requests/ports.ts';
import { isNamedStop } from '../requests/problem-of.ts';
import type { ResourceRef } from '../requests/types.ts';
import { openText, sealText } from '../sealed-text.ts';
import { claimAddress, releaseAddress } from './claim-address.ts';
import type { GuestDeps } from './deps.ts';
import { auditGuest, inRow } from './end-row.ts';
import { nameToKeep } from './guest-name.ts';
import { inviteGuest, maybeMailedSince } from './invite-guest.ts';

/** A row that is to become a guest, with what an invitation says of it. */
export interface Place {
  readonly request: RequestRow;
  readonly row: GuestRow;
  /** Where he lands after redeeming; null: the directory alone. */
  readonly first: ResourceRef | null;
}

/** As long as this the directory may lack an account that was made, in milliseconds: after that it is gone. */
const REPLICATION = 15 * 60_000;

/**
 * Sees to it that the row's address is a guest's, and says whose: looked up first, invited only where
 * nobody is there or where he has not redeemed and we hold no link. Run again, it changes nothing,
 * unless his account was deleted since: then he is looked up anew.
 *
 * @throws AppError passing ones; as named stops `guest.internalAccount`, `guest.blocked`,
 *   `guest.softDeleted`, and whatever the tenant refuses an invitation with
 */
export async function ensureGuest(deps: GuestDeps, place: Place): Promise<GuestRow> {
  const { row } = place;
  if (row.userId && isUsable(deps, row.userId, row.redeemLink)) {
    if (!(await isGone(deps, row.userId, row.knownAt))) return row;
    return ensureGuest(deps, { ...place, row: await startAnew(deps, row) });
  }
  const known = await deps.directory.accountByAddress(row.address);
  const mailedSince = await maybeMailedSince(deps, row.id);
  if (known) return ensureKnown(deps, place, known, mailedSince);
  // The directory may lag behind an invitation that Microsoft has mailed: a second one would be another mail.
  if (mayLag(deps, mailedSince)) throw new AppError('notYetThere');
  if (await deps.tenant.deletedAccount(row.address)) throw new AppError('guest.softDeleted');
  return inviteNow(deps, place, null);
}

/** Whether the directory lacks an account that it must have by now. */
async function isGone(deps: GuestDeps, userId: string, knownAt: Date | null): Promise<boolean> {
  if (mayLag(deps, knownAt)) return false;
  return (await deps.directory.account(userId)) === null;
}

function mayLag({ clock }: GuestDeps, knownAt: Date | null): boolean {
  return knownAt !== null && clock.now().getTime() < knownAt.getTime() + REPLICATION;
}

async function startAnew(deps: GuestDeps, row: GuestRow): Promise<GuestRow> {
  const anew = await inRow(deps, row, async (tx, locked, request) => {
    const after = { userId: locked.userId };
    await auditGuest(tx, deps, { action: 'guest.accountGone', row: locked, request, after });
    return forgetAccount(tx, locked, deps.clock.now());
  });
  if (!anew) throw new AppError('request.notFound', { id: row.requestId });
  return anew;
}

/** A guest who has redeemed has no link; one of a link that opens no more must be invited again. */
function isUsable({ linkKey }: GuestDeps, userId: string, link: string | null): boolean {
  return link === null || openText(linkKey, userId, link) !== null;
}

async function ensureKnown(
  deps: GuestDeps,
  place: Place,
  account: Account,
  mailedSince: Date | null = null,
): Promise<GuestRow> {
  if (account.userType === 'member') {
    throw new AppError('guest.internalAccount', { name: account.name });
  }
  if (!account.enabled) throw new AppError('guest.blocked', { name: account.name });
  if (mailedSince) {
    // Nobody had this address before: he is there by the invitation that an earlier run has made.
    const invited = { userId: account.id, redeemLink: null, how: 'invited' as const };
    return record(deps, place, { ...invited, microsoftMailedAt: mailedSince });
  }
  if (account.guestState === 'PendingAcceptance') {
    const held = await heldLink(deps.db, account.id);
    if (!held || !isUsable(deps, account.id, held.redeemLink)) {
      return inviteNow(deps, place, account);
    }
    await ensureSponsor(deps, place, account.id);
    return record(deps, place, { ...held, how: 'pending' });
  }
  await ensureSponsor(deps, place, account.id);
  const name = nameToKeep(place.row, account);
  return record(deps, place, { userId: account.id, redeemLink: null, how: 'accepted', name });
}

/**
 * Whom another row has invited already: between our look and our claim, or so lately that the
 * directory does not show him yet. A second invitation would make the link that he was mailed invalid.
 */
async function invitedBefore(
  deps: GuestDeps,
  place: Place,
  pending: Account | null,
): Promise<GuestRow | null> {
  const held = pending
    ? await heldLink(deps.db, pending.id)
    : await invitedAs(deps.db, place.row.address);
  if (!held || !isUsable(deps, held.userId, held.redeemLink)) return null;
  const account = pending ?? (await deps.directory.account(held.userId));
  if (account && account.guestState !== 'PendingAcceptance') {
    return ensureKnown(deps, place, account);
  }
  if (!account && !mayLag(deps, held.knownAt)) return null;
  return record(deps, place, { ...held, how: 'pending' });
}

async function inviteNow(
  deps: GuestDeps,
  place: Place,
  pending: Account | null,
): Promise<GuestRow> {
  const { row } = place;
  await claimAddress(deps, row.address, row.id);
  try {
    const found = await invitedBefore(deps, place, pending);
    if (found) return found;
    const { userId, redeemUrl, by } = await inviteGuest(deps, place, pending === null);
    // Whoever holds the link can redeem: it opens in this account's place only.
    const redeemLink = sealText(deps.linkKey, userId, redeemUrl);
    return await despiteTrouble(JOB_WRITES_MS, async () => {
      // Who has taken over has invited anew, and his link is the one that opens.
      await confirmLease();
      const microsoftMailedAt = by === 'microsoft' ? deps.clock.now() : null;
      return record(deps, place, { userId, redeemLink, how: 'invited', microsoftMailedAt });
    });
  } catch (error) {
    if (isNamedStop(error)) await releaseAddress(deps.db, row.address, row.id);
    if (pending || !(error instanceof AppError) || error.code !== 'guest.exists') throw error;
    return ensureKnown(deps, place, await existing(deps, error));
  }
}

/** The account that Graph says has this address, although no look-up found it. */
async function existing({ directory }: GuestDeps, error: AppError): Promise<Account> {
  const { userId } = error.params;
  if (typeof userId !== 'string') throw error;
  const account = await directory.account(userId);
  if (!account) throw new AppError('notYetThere', {}, { cause: error });
  return account;
}

/** Whoever brings a guest in again is his sponsor, too. A guest can do without; so a refusal stops nothing. */
async function ensureSponsor(deps: GuestDeps, place: Place, userId: string): Promise<void> {
  try {
    await deps.tenant.ensureSponsor(userId, place.request.requesterId);
  } catch (error) {
    if (!isNamedStop(error)) throw error;
    deps.log?.warn({ rowId: place.row.id, code: error.code }, 'sponsor not set');
  }
}

async function record(
  deps: GuestDeps,
  { row }: Place,
  found: {
    readonly userId: string;
    readonly redeemLink: string | null;
    readonly how: 'invited' | 'pending' | 'accepted';
    readonly name?: string | null;
    readonly microsoftMailedAt?: Date | null;
  },
): Promise<GuestRow> {
  const { userId, redeemLink, how, name = row.name, microsoftMailedAt = null } = found;
  const recorded = await inRow(deps, row, async (tx, locked, request) => {
    // Written before, though no answer came.
    const isSame = locked.userId === userId && locked.redeemLink === redeemLink;
    if (how === 'invited' && isSame) return locked;
    const at = deps.clock.now();
    const his = { userId, redeemLink, name, knownAt: at, microsoftMailedAt };
    const changed = await changeGuest(tx, locked, his, at);
    if (how === 'invited' && redeemLink) await spreadLink(tx, userId, redeemLink);
    await releaseAddress(tx, row.address, row.id);
    const action = how === 'invited' ? 'guest.invited' : 'guest.found';
    const after = { userId, state: how, ...inWhoseName(deps, request, how, microsoftMailedAt) };
    await auditGuest(tx, deps, { action, row: locked, request, after });
    return changed;
  });
  if (!recorded) throw new AppError('request.notFound', { id: row.requestId });
  return recorded;
}

/** Who mails an invitation, where that could have been Microsoft. */
function inWhoseName(
  { microsoftMails }: GuestDeps,
  { requesterId }: RequestRow,
  how: string,
  microsoftMailedAt: Date | null,
): object {
  if (!microsoftMails || how !== 'invited') return {};
  return microsoftMailedAt
    ? { mailedBy: 'microsoft', inRightOf: theOne(requesterId) }
    : { mailedBy: 'guestlist' };
}
