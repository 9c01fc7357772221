import { randomBytes, randomUUID } from 'node:crypto';
import { linksOf, textOf } from './html-text.ts';
import { REDEEM_PATH } from './invite.ts';
import { type Tenant, verifiedDomains } from './tenant.ts';
import type { MailAddress, MailMessage, SentMail, User } from './types.ts';

/** What a caller gives of a message. */
export type MailDraft = Pick<
  MailMessage,
  | 'subject'
  | 'contentType'
  | 'content'
  | 'importance'
  | 'to'
  | 'cc'
  | 'bcc'
  | 'replyTo'
  | 'headers'
  | 'extended'
>;

/** Ids as Exchange makes them: long, and with a sign that must be escaped in a path. */
function newMessageId(): string {
  return `AAkALg${randomBytes(48).toString('base64url')}AAA=`;
}

/** Puts a message into Drafts. */
export function createDraft(tenant: Tenant, mailbox: User, draft: MailDraft): MailMessage {
  const { store, clock } = tenant.world;
  const message: MailMessage = {
    ...draft,
    id: newMessageId(),
    movingId: newMessageId(),
    mailboxId: mailbox.id,
    folder: 'drafts',
    createdDateTime: clock.now().toISOString(),
    sentDateTime: null,
    internetMessageId: `<${randomUUID()}@${verifiedDomains[0]}>`,
  };
  store.write(() => tenant.messages.put(message.id, message));
  return message;
}

/** The first link of a mail that redeems an invitation. */
function redeemLinkIn(message: MailMessage): string | null {
  const links =
    message.contentType === 'html' ? linksOf(message.content) : message.content.split(/[\s<>"]+/);
  return links.find((link) => link.includes(REDEEM_PATH)) ?? null;
}

function sentMail(mailbox: User, message: MailMessage, time: string): SentMail {
  const isHtml = message.contentType === 'html';
  const addresses = (list: readonly MailAddress[]) => list.map((each) => each.address);
  return {
    id: randomUUID(),
    time,
    from: mailbox.mail ?? mailbox.userPrincipalName,
    to: [...addresses(message.to), ...addresses(message.cc), ...addresses(message.bcc)],
    subject: message.subject,
    html: isHtml ? message.content : '',
    text: isHtml ? textOf(message.content) : message.content,
    redeemUrl: redeemLinkIn(message),
  };
}

/** Sends a message: it moves from Drafts to Sent Items (kept where `keep`), and the mail leaves. One write. */
export function sendMessage(
  tenant: Tenant,
  mailbox: User,
  message: MailMessage,
  keep = true,
): SentMail {
  const { store, clock, changes } = tenant.world;
  const time = clock.now().toISOString();
  const mail = sentMail(mailbox, message, time);
  store.write(() => {
    if (keep) {
      const moved = { folder: 'sentitems', sentDateTime: time, movingId: newMessageId() } as const;
      const sent: MailMessage = { ...message, ...moved };
      tenant.messages.put(message.id, sent);
    } else {
      tenant.messages.delete(message.id);
    }
    tenant.outbox.put(mail.id, mail);
  });
  changes.tell('outbox');
  return mail;
}

/** A message of a mailbox by either of its ids. */
export function findMessage(tenant: Tenant, mailbox: User, id: string): MailMessage | undefined {
  const message = tenant.messages.get(id) ?? tenant.messages.find('movingId', id)[0];
  return message?.mailboxId === mailbox.id ? message : undefined;
}

/** Removes a message. */
export function deleteMessage(tenant: Tenant, message: MailMessage): void {
  tenant.world.store.write(() => tenant.messages.delete(message.id));
}

/** Mails to this address, the newest last. */
export function mailsTo(tenant: Tenant, address: string): SentMail[] {
  return tenant.outbox
    .find('to', address.toLowerCase())
    .toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time));
}
