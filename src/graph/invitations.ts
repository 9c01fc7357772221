import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { Invited, OwnMail, Tenant } from '../requests/ports.ts';
import type { GraphDeps } from './deps.ts';
import { failureOf } from './failure.ts';
import { pathOf } from './odata.ts';
import { isOwnRightRefused } from './own-right.ts';
import { accountByAddress } from './people.ts';
import { readAs } from './read.ts';

const invitationShape = z.object({
  inviteRedeemUrl: z.string(),
  invitedUser: z.object({ id: z.string() }),
});

/**
 * Invites without a mail from Microsoft, which would drop the requester's words where an application sends it; with
 * one where he does it himself.
 */
export async function invite(
  deps: GraphDeps,
  wish: Parameters<Tenant['invite']>[0],
): Promise<Invited> {
  try {
    const { body } = await deps.send({
      method: 'POST',
      path: '/invitations',
      body: {
        invitedUserEmailAddress: wish.address,
        ...(wish.name ? { invitedUserDisplayName: wish.name } : {}),
        invitedUserType: 'Guest',
        inviteRedirectUrl: wish.redirectUrl,
        ...messageOf(wish.own),
        invitedUserSponsors: [{ '@odata.type': '#microsoft.graph.user', id: wish.sponsorId }],
      },
      limits: [{ kind: 'invitations' }, { kind: 'directoryWrites' }],
      urgent: wish.urgent,
      permission: 'User.Invite.All',
      ...(wish.own ? { ownToken: wish.own.token } : {}),
    });
    const { invitedUser, inviteRedeemUrl } = readAs(invitationShape, body);
    return { userId: invitedUser.id, redeemUrl: inviteRedeemUrl };
  } catch (error) {
    if (wish.own && isOwnRightRefused(error)) {
      throw new AppError('graph.ownRightRefused', {}, { cause: error.cause });
    }
    throw await completed(deps, error, wish.address);
  }
}

function messageOf(own: OwnMail | undefined): object {
  if (!own) return { sendInvitationMessage: false };
  const { message, locale } = own;
  return {
    sendInvitationMessage: true,
    invitedUserMessageInfo: {
      messageLanguage: locale,
      ...(message ? { customizedMessageBody: message } : {}),
    },
  };
}

/** `guest.exists` always names the account, also where Graph did not; refusals name address and domain. */
async function completed(deps: GraphDeps, error: unknown, address: string): Promise<unknown> {
  if (!(error instanceof AppError) || !error.code.startsWith('guest.')) return error;
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  const params = { address, domain, ...error.params };
  if (error.code === 'guest.exists' && !('userId' in params)) {
    const known = await accountByAddress(deps, address);
    if (!known) return new AppError('notYetThere', {}, { cause: error.cause });
    return new AppError(error.code, { ...params, userId: known.id }, { cause: error.cause });
  }
  return new AppError(error.code, params, { cause: error.cause });
}

const sponsorsShape = z.object({ value: z.array(z.object({ id: z.string() })) });

/** Graph lets a user have at most so many sponsors. */
const MOST_SPONSORS = 5;

/** Makes somebody a guest's sponsor, unless he is, or five others are already. */
export async function ensureSponsor(
  deps: GraphDeps,
  guestId: string,
  sponsorId: string,
): Promise<void> {
  const common = { urgent: false, permission: 'User.ReadWrite.All', fresh: true };
  const { body } = await deps.send({
    ...common,
    path: pathOf`/users/${guestId}/sponsors`,
    query: { $select: 'id' },
    limits: [{ kind: 'reads' }],
  });
  const sponsors = readAs(sponsorsShape, body).value;
  if (sponsors.length >= MOST_SPONSORS || sponsors.some(({ id }) => id === sponsorId)) return;
  try {
    await deps.send({
      ...common,
      method: 'POST',
      path: `${pathOf`/users/${guestId}/sponsors`}/$ref`,
      body: { '@odata.id': `${deps.entityRoot}${pathOf`/users/${sponsorId}`}` },
      limits: [{ kind: 'directoryWrites' }],
    });
  } catch (error) {
    // Set between our look and our write.
    if (!/already exist/i.test(failureOf(error)?.message ?? '')) throw error;
  }
}
