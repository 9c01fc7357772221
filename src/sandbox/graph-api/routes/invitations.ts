import { z } from 'zod';
import type { Reply } from '../../http.ts';
import { type InviteOutcome, invite, redeemUrlOf } from '../../tenant/invite.ts';
import { mailByMicrosoft } from '../../tenant/microsoft-mail.ts';
import { directoryRoles } from '../../tenant/roles.ts';
import type { User } from '../../tenant/types.ts';
import { contextOf, type GraphCall, type Operation } from '../call.ts';
import { badRequest, denied } from '../graph-error.ts';
import { refusalError } from '../invite-errors.ts';
import { delegated, permitted } from '../permitted.ts';
import { readBody } from '../read-body.ts';
import { idInAddress, referencedUser } from '../references.ts';

/** The most sponsors an invitation can name. */
const MOST_SPONSORS = 5;

const recipient = z.object({
  emailAddress: z.object({ name: z.string().nullish(), address: z.string().nullish() }),
});

const form = z.strictObject({
  '@odata.type': z.string().optional(),
  invitedUserEmailAddress: z.string(),
  inviteRedirectUrl: z.string(),
  invitedUserDisplayName: z.string().nullish(),
  invitedUserType: z.enum(['Guest', 'Member']).nullish(),
  sendInvitationMessage: z.boolean().nullish(),
  resetRedemption: z.boolean().nullish(),
  invitedUserMessageInfo: z
    .object({
      customizedMessageBody: z.string().nullish(),
      messageLanguage: z.string().nullish(),
      ccRecipients: z.array(recipient).max(1).nullish(),
    })
    .nullish(),
  invitedUser: z.looseObject({ id: z.string().optional() }).nullish(),
  'invitedUserSponsors@odata.bind': z.array(z.string()).max(MOST_SPONSORS).optional(),
  invitedUserSponsors: z
    .array(z.looseObject({ id: z.string().optional(), '@odata.id': z.string().optional() }))
    .max(MOST_SPONSORS)
    .optional(),
});

type Form = z.infer<typeof form>;

function sponsorsIn(call: GraphCall, body: Form): string[] {
  const bound = body['invitedUserSponsors@odata.bind'] ?? [];
  const named = (body.invitedUserSponsors ?? []).map((each) => each['@odata.id'] ?? each.id ?? '');
  return [...bound, ...named].map((each) => {
    const id = each.includes('/') ? idInAddress(each).id : each;
    return referencedUser(call, id).id;
  });
}

function checkRedirect(url: string): void {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw badRequest('The inviteRedirectUrl is not a valid URL.');
  }
}

/** The user whose redemption starts again; that is more than inviting and needs more. */
function resetUser(call: GraphCall, body: Form): string | null {
  if (!body.resetRedemption) return null;
  if (call.caller.kind === 'person') throw denied();
  const granted = call.tenant.switches.read().permissions;
  if (!granted.includes('User.ReadWrite.All')) throw denied();
  if (!body.invitedUser?.id) throw badRequest('resetRedemption needs invitedUser.id.');
  return body.invitedUser.id;
}

function show(call: GraphCall, body: Form, outcome: InviteOutcome & { refused: null }): Reply {
  const { invitation, user } = outcome;
  const info = body.invitedUserMessageInfo;
  const cc = info?.ccRecipients?.[0]?.emailAddress;
  return {
    status: 201,
    body: {
      '@odata.context': contextOf(call, 'invitations/$entity'),
      id: invitation.id,
      inviteRedeemUrl: redeemUrlOf(call.tenant, invitation),
      invitedUserDisplayName: body.invitedUserDisplayName ?? null,
      invitedUserType: body.invitedUserType ?? 'Guest',
      invitedUserEmailAddress: body.invitedUserEmailAddress,
      sendInvitationMessage: body.sendInvitationMessage ?? false,
      resetRedemption: body.resetRedemption ?? false,
      inviteRedirectUrl: body.inviteRedirectUrl,
      status: user.externalUserState === 'Accepted' ? 'Completed' : 'PendingAcceptance',
      invitedUserMessageInfo: {
        messageLanguage: info?.messageLanguage ?? null,
        customizedMessageBody: info?.customizedMessageBody ?? null,
        ccRecipients: [{ emailAddress: { name: cc?.name ?? null, address: cc?.address ?? null } }],
      },
      invitedUser: { id: user.id, userPrincipalName: user.userPrincipalName },
    },
  };
}

/** The person who invites; null: an application does. */
function personOf({ caller, tenant }: GraphCall): User | null {
  return caller.kind === 'person' ? (tenant.users.get(caller.id) ?? null) : null;
}

/** What `allowInvitesFrom` says of a person. An application is held to it elsewhere, where it is at all. */
function mayInvite({ tenant }: GraphCall, person: User): boolean {
  const inviting = new Set<string>(
    [
      directoryRoles.globalAdministrator,
      directoryRoles.userAdministrator,
      directoryRoles.guestInviter,
    ].map(({ id }) => id),
  );
  const held = tenant.roles.find('user', person.id);
  const hasRole = held.some(({ roleId, state }) => state === 'active' && inviting.has(roleId));
  switch (tenant.switches.read().allowInvitesFrom) {
    case 'none':
      return false;
    case 'adminsAndGuestInviters':
      return hasRole;
    case 'adminsGuestInvitersAndAllMembers':
      return hasRole || person.userType === 'Member';
    case 'everyone':
      return true;
  }
}

function postInvitation(call: GraphCall): Reply {
  const body = readBody(form, call.body);
  checkRedirect(body.inviteRedirectUrl);
  const inviter = personOf(call);
  if (inviter && !mayInvite(call, inviter)) throw refusalError({ why: 'notForCompany' });
  const outcome = invite(call.tenant, {
    address: body.invitedUserEmailAddress,
    displayName: body.invitedUserDisplayName ?? null,
    redirectUrl: body.inviteRedirectUrl,
    sponsorIds: sponsorsIn(call, body),
    resetUserId: resetUser(call, body),
  });
  if (outcome.refused) throw refusalError(outcome.refused);
  if (body.sendInvitationMessage) {
    const words = body.invitedUserMessageInfo?.customizedMessageBody ?? null;
    mailByMicrosoft(call.tenant, outcome.invitation, inviter, words);
  }
  return show(call, body, outcome);
}

/** Inviting, by an application or by a person in his own right. */
export const invitationOperations: readonly Operation[] = [
  {
    method: 'POST',
    template: '/invitations',
    permissions: permitted.invite,
    delegated: delegated.invite,
    run: postInvitation,
  },
];
