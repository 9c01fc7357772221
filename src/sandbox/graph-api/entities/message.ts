import { textOf } from '../../tenant/html-text.ts';
import type { MailAddress, MailMessage, User } from '../../tenant/types.ts';
import type { Entity } from '../odata/entity.ts';

/** The folders of a mailbox, by their well-known names. */
export const folders = {
  drafts: 'Drafts',
  sentitems: 'Sent Items',
} as const;

/** A folder's id: opaque, made of mailbox and name. */
export function folderId(mailboxId: string, folder: keyof typeof folders): string {
  return `AQMkA${Buffer.from(`${folder}/${mailboxId}`).toString('base64url')}AAAA`;
}

function recipient({ name, address }: MailAddress) {
  return { emailAddress: { name: name ?? address, address } };
}

const PREVIEW = 255;
/** What comes without `$select`: everything but headers and extended properties. */
const DEFAULTS = [
  'id createdDateTime lastModifiedDateTime changeKey categories receivedDateTime sentDateTime',
  'hasAttachments internetMessageId subject bodyPreview importance parentFolderId conversationId',
  'isDeliveryReceiptRequested isReadReceiptRequested isRead isDraft webLink',
  'inferenceClassification body sender from toRecipients ccRecipients bccRecipients replyTo flag',
].flatMap((line) => line.split(' '));

function show(mailbox: User, message: MailMessage, id: string): Readonly<Record<string, unknown>> {
  const sender = recipient({
    name: mailbox.displayName,
    address: mailbox.mail ?? mailbox.userPrincipalName,
  });
  const plain = message.contentType === 'html' ? textOf(message.content) : message.content;
  const isDraft = message.folder === 'drafts';
  const moment = message.sentDateTime ?? message.createdDateTime;
  return {
    id,
    createdDateTime: message.createdDateTime,
    lastModifiedDateTime: moment,
    changeKey: Buffer.from(`${message.folder}${moment}`).toString('base64'),
    categories: [],
    receivedDateTime: moment,
    sentDateTime: moment,
    hasAttachments: false,
    internetMessageId: message.internetMessageId,
    subject: message.subject,
    bodyPreview: plain.slice(0, PREVIEW),
    importance: message.importance,
    parentFolderId: folderId(mailbox.id, message.folder),
    conversationId: Buffer.from(message.internetMessageId).toString('base64url'),
    isDeliveryReceiptRequested: false,
    isReadReceiptRequested: false,
    isRead: true,
    isDraft,
    webLink: `https://outlook.office365.com/owa/?ItemID=${encodeURIComponent(id)}`,
    inferenceClassification: 'focused',
    body: { contentType: message.contentType, content: message.content },
    sender,
    from: sender,
    toRecipients: message.to.map(recipient),
    ccRecipients: message.cc.map(recipient),
    bccRecipients: message.bcc.map(recipient),
    replyTo: message.replyTo.map(recipient),
    flag: { flagStatus: 'notFlagged' },
    internetMessageHeaders: message.headers,
    singleValueExtendedProperties: message.extended,
  };
}

/** Messages of one mailbox. `immutable`: the caller asked for ids that survive a move. */
export function messageEntity(mailbox: User, immutable: boolean): Entity<MailMessage> {
  const idOf = (message: MailMessage) => (immutable ? message.id : message.movingId);
  return {
    name: 'message',
    show: (message) => show(mailbox, message, idOf(message)),
    defaults: DEFAULTS,
    directory: false,
    searchable: [],
    expands: { singleValueExtendedProperties: (message) => message.extended },
  };
}
