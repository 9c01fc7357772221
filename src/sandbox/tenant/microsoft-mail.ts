import { randomUUID } from 'node:crypto';
import { redeemUrlOf } from './invite.ts';
import type { Tenant } from './tenant.ts';
import type { Invitation, SentMail, User } from './types.ts';

/** Who signs Microsoft's own invitations. */
const SENDER = 'invites@microsoft.com';

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/**
 * Mails an invitation as Microsoft does. The inviter's words are in it only where a person with a mailbox has
 * invited; those of an application are dropped without a word.
 */
export function mailByMicrosoft(
  tenant: Tenant,
  invitation: Invitation,
  inviter: User | null,
  message: string | null,
): void {
  const { store, clock, changes } = tenant.world;
  const redeemUrl = redeemUrlOf(tenant, invitation);
  const by = inviter?.mail ? `${inviter.displayName} (${inviter.mail})` : 'WoodGrove';
  const words = inviter?.mail ? message : null;
  const lines = [
    `${by} invited you to access applications within their organization.`,
    ...(words ? [`Message from ${by}:`, words] : []),
  ];
  const link = `<p><a href="${escaped(redeemUrl)}">Accept invitation</a></p>`;
  const mail: SentMail = {
    id: randomUUID(),
    time: clock.now().toISOString(),
    from: SENDER,
    to: [invitation.address],
    subject: `${by} invited you to access applications within their organization`,
    html: lines.map((line) => `<p>${escaped(line)}</p>`).join('') + link,
    text: [...lines, redeemUrl].join('\n\n'),
    redeemUrl,
  };
  store.write(() => tenant.outbox.put(mail.id, mail));
  changes.tell('outbox');
}
