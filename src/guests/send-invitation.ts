import { createHash } from 'node:crypto';
import { findGuest, forgetDraft, type GuestRow, grantsOf, recordDraft } from '../db/guests.ts';
import { findRequest, type RequestRow, resourcesOf } from '../db/requests.ts';
import { AppError } from '../errors.ts';
import { invitationMail } from '../mail/invitation-mail.ts';
import type { OutgoingMail } from '../requests/ports.ts';
import { isNamedStop, problemOf } from '../requests/problem-of.ts';
import { settleRequest } from '../requests/settle-request.ts';
import type { ResourceRef } from '../requests/types.ts';
import { openText } from '../sealed-text.ts';
import type { GuestDeps } from './deps.ts';
import { failRow, inRow } from './end-row.ts';
import { endWell, markArrived } from './mark-arrived.ts';
import { reopenRows } from './reopen-rows.ts';

interface Draft {
  readonly mailbox: string;
  readonly draftId: string;
}

/**
 * Mails the guest of a row: one draft is written down, and only that one is ever sent. Run again, it
 * goes on where it was cut off.
 *
 * @throws AppError passing ones; a refusal for good ends the row by its name
 */
export async function sendInvitation(deps: GuestDeps, rowId: string): Promise<void> {
  const row = await findGuest(deps.db, rowId);
  const request = row && (await findRequest(deps.db, row.requestId));
  if (!row || !request || !awaitsMail(row)) return;
  try {
    const { mailbox, draftId } = await ensureDraft(deps, row, request);
    await deps.mailboxes.sendDraft(mailbox, draftId, row.id);
  } catch (error) {
    if (!isNamedStop(error)) throw error;
    await giveUpInvitation(deps, rowId, error);
    return takeBackDraft(deps, rowId, error);
  }
  await inRow(deps, row, async (tx, locked) => {
    if (!awaitsMail(locked)) return;
    await endWell(tx, deps, locked, request);
    await settleRequest(tx, deps, request.id);
  });
  await lookWhetherArrived(deps, row);
}

/**
 * Mails the guest of a row whose job had died: the row ended with it, so it goes its way anew, and what
 * of it is done already is passed over.
 */
export async function sendInvitationAgain(
  deps: GuestDeps,
  rowId: string,
  letterId: string,
): Promise<void> {
  const row = await findGuest(deps.db, rowId);
  if (!row) return;
  const { requestId } = row;
  await reopenRows(deps, { requestId, rowIds: [rowId], letterId }, (tx) =>
    deps.queue.enqueue(tx, 'provision-guests', { requestId, rowIds: [rowId] }, { urgent: true }),
  );
  await sendInvitation(deps, rowId);
}

/** Ends the row of a mail that cannot be sent. */
export async function giveUpInvitation(
  deps: GuestDeps,
  rowId: string,
  error: unknown,
): Promise<void> {
  const row = await findGuest(deps.db, rowId);
  if (row && awaitsMail(row)) await failRow(deps, row, problemOf(error, { address: row.address }));
}

/** A draft that was refused is of no use to anybody, and a mailbox that refused is not asked again at once. */
async function takeBackDraft(deps: GuestDeps, rowId: string, { code }: AppError): Promise<void> {
  if (code !== 'mail.mailboxRefused' && code !== 'mail.recipientRefused') return;
  const row = await findGuest(deps.db, rowId);
  if (!row || row.mailedAt) return;
  if (row.mailbox && row.mailDraftId) {
    await deps.mailboxes.discardDraft(row.mailbox, row.mailDraftId).catch((error: unknown) => {
      deps.log?.warn({ rowId, err: error }, 'draft not taken back');
    });
  }
  const asked = row.mailDraftId
    ? row.mailbox
    : mailboxFor(deps.mailboxes.addresses, row.id, row.mailbox);
  await forgetDraft(deps.db, rowId, code === 'mail.mailboxRefused' ? asked : null);
}

function awaitsMail(row: GuestRow): boolean {
  return row.status === 'working' && row.provisionedAt !== null && row.mailedAt === null;
}

/** The recorded draft, or one that is made and recorded now; whoever is second takes his own back. */
async function ensureDraft(deps: GuestDeps, row: GuestRow, request: RequestRow): Promise<Draft> {
  if (row.mailbox && row.mailDraftId) return { mailbox: row.mailbox, draftId: row.mailDraftId };
  const mailbox = mailboxFor(deps.mailboxes.addresses, row.id, row.mailbox);
  const { draftId } = await deps.mailboxes.createDraft(mailbox, await write(deps, row, request));
  if (await recordDraft(deps.db, row.id, mailbox, draftId)) return { mailbox, draftId };
  await deps.mailboxes.discardDraft(mailbox, draftId);
  const winner = await findGuest(deps.db, row.id);
  if (!winner?.mailbox || !winner.mailDraftId) throw new AppError('unavailable');
  return { mailbox: winner.mailbox, draftId: winner.mailDraftId };
}

/**
 * Always the same mailbox for the same row, and all of them equally often: mail is the tightest limit.
 * One that has refused this row's mail is taken only where there is no other.
 */
export function mailboxFor(
  addresses: readonly string[],
  rowId: string,
  refused: string | null = null,
): string {
  const spread = createHash('sha256').update(rowId).digest().readUInt32BE(0);
  const others = addresses.filter((address) => address !== refused);
  const choice = others.length > 0 ? others : addresses;
  const mailbox = choice[spread % choice.length];
  if (mailbox === undefined) throw new Error('no sending mailbox');
  return mailbox;
}

async function write(deps: GuestDeps, row: GuestRow, request: RequestRow): Promise<OutgoingMail> {
  const resources = await grantedResources(deps, row);
  const landingUrl = await deps.tenant.landingUrl(resources[0] ?? null);
  const link = row.redeemLink && row.userId && openText(deps.linkKey, row.userId, row.redeemLink);
  // Sealed with a key that is gone: trying again invites anew, as a link can never be read again.
  if (row.redeemLink && !link) throw new AppError('guest.linkLost');
  const mail = invitationMail(
    {
      brand: deps.brand,
      guest: { address: row.address, name: row.name },
      requester: {
        id: request.requesterId,
        name: request.requesterName,
        mail: request.requesterMail,
      },
      resources,
      landingUrl,
      getStartedUrl: link || landingUrl,
      accepted: row.redeemLink === null,
      message: request.message,
      until: request.until,
    },
    deps.texts(request.locale),
  );
  return { key: row.id, to: { address: row.address, name: row.name }, ...mail };
}

async function grantedResources(deps: GuestDeps, row: GuestRow): Promise<ResourceRef[]> {
  const grants = await grantsOf(deps.db, row.id);
  const given = grants.filter(({ status }) => status === 'done' || status === 'later');
  const resources = await resourcesOf(deps.db, row.requestId);
  return resources.flatMap(({ resourceId, kind, name }) =>
    kind !== 'directory' && given.some((grant) => grant.resourceId === resourceId)
      ? [{ id: resourceId, kind, name }]
      : [],
  );
}

/** He may have redeemed, by the link of another request, before this row could be seen to await him. */
async function lookWhetherArrived(deps: GuestDeps, { id, requestId, userId }: GuestRow) {
  // The poll looks at him, too: nothing is lost where the directory does not answer now.
  const account = userId ? await deps.directory.account(userId).catch(() => null) : null;
  if (account?.guestState !== 'Accepted') return;
  await inRow(deps, { id, requestId }, async (tx, locked, request) => {
    if (locked.arrivedAt || !locked.mailedAt) return;
    await markArrived(tx, deps, { row: locked, request, account });
    await settleRequest(tx, deps, request.id);
  });
}
