import { changeGuest, type GuestRow, heldLink, spreadLink } from '../db/guests.ts';
import type { RequestRow } from '../db/requests.ts';
import { AppError, isPassing } from '../errors.ts';
import type { Account } from '../requests/ports.ts';
import { isNamedStop } from '../requests/problem-of.ts';
import type { ResourceRef } from '../requests/types.ts';
import { claimAddress, releaseAddress } from './claim-address.ts';
import type { GuestDeps } from './deps.ts';
import { auditGuest, inRow } from './end-row.ts';
import { openLink, sealLink } from './redeem-link.ts';

/** A row that is to become a guest, with what an invitation says of it. */
export interface Place {
  readonly request: RequestRow;
  readonly row: GuestRow;
  /** Where he lands after redeeming; null: the directory alone. */
  readonly first: ResourceRef | null;
}

/**
 * Sees to it that the row's address is a guest's, and says whose: looked up first, invited only where
 * nobody is there or where he has not redeemed and we hold no link. Run again, it changes nothing.
 *
 * @throws AppError passing ones; as named stops `guest.internalAccount`, `guest.blocked`,
 *   `guest.softDeleted`, and whatever the tenant refuses an invitation with
 */
export async function ensureGuest(deps: GuestDeps, place: Place): Promise<GuestRow> {
  const { row } = place;
  if (row.userId && isUsable(deps, row.userId, row.redeemLink)) return row;
  const known = await deps.directory.accountByAddress(row.address);
  if (known) return ensureKnown(deps, place, known);
  if (await deps.tenant.deletedAccount(row.address)) throw new AppError('guest.softDeleted');
  return inviteNow(deps, place, null);
}

/** A guest who has redeemed has no link; one of a link that opens no more must be invited again. */
function isUsable({ linkKey }: GuestDeps, userId: string, link: string | null): boolean {
  return link === null || openLink(linkKey, userId, link) !== null;
}

async function ensureKnown(deps: GuestDeps, place: Place, account: Account): Promise<GuestRow> {
  if (account.userType === 'member') {
    throw new AppError('guest.internalAccount', { name: account.name });
  }
  if (!account.enabled) throw new AppError('guest.blocked', { name: account.name });
  if (account.guestState === 'PendingAcceptance') {
    const link = await heldLink(deps.db, account.id);
    if (!link || !isUsable(deps, account.id, link)) return inviteNow(deps, place, account);
    await ensureSponsor(deps, place, account.id);
    return record(deps, place, { userId: account.id, redeemLink: link, how: 'pending' });
  }
  await ensureSponsor(deps, place, account.id);
  return record(deps, place, { userId: account.id, redeemLink: null, how: 'accepted' });
}

async function inviteNow(
  deps: GuestDeps,
  place: Place,
  pending: Account | null,
): Promise<GuestRow> {
  const { row, request, first } = place;
  await claimAddress(deps, row.address, row.id);
  // Another row may have invited him between our look and our claim.
  const link = pending && (await heldLink(deps.db, pending.id));
  if (pending && link && isUsable(deps, pending.id, link)) {
    return record(deps, place, { userId: pending.id, redeemLink: link, how: 'pending' });
  }
  try {
    const { userId, redeemUrl } = await deps.tenant.invite({
      address: row.address,
      name: row.name,
      redirectUrl: await deps.tenant.landingUrl(first),
      sponsorId: request.requesterId,
      urgent: true,
    });
    const redeemLink = sealLink(deps.linkKey, userId, redeemUrl);
    return await record(deps, place, { userId, redeemLink, how: 'invited' });
  } catch (error) {
    if (!isPassing(error)) await releaseAddress(deps.db, row.address);
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
  found: { userId: string; redeemLink: string | null; how: 'invited' | 'pending' | 'accepted' },
): Promise<GuestRow> {
  const { userId, redeemLink, how } = found;
  const recorded = await inRow(deps, row, async (tx, locked, request) => {
    const changes = { userId, redeemLink };
    const changed = await changeGuest(tx, locked, changes, deps.clock.now());
    if (how === 'invited' && redeemLink) await spreadLink(tx, userId, redeemLink);
    await releaseAddress(tx, row.address);
    const action = how === 'invited' ? 'guest.invited' : 'guest.found';
    await auditGuest(tx, deps, { action, row: locked, request, after: { userId, state: how } });
    return changed;
  });
  if (!recorded) throw new AppError('request.notFound', { id: row.requestId });
  return recorded;
}
