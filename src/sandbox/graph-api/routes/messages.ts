import { z } from 'zod';
import type { Reply } from '../../http.ts';
import { createDraft, deleteMessage, findMessage, sendMessage } from '../../tenant/mail.ts';
import type { MailMessage, User } from '../../tenant/types.ts';
import { contextOf, type GraphCall, noContent, type Operation, param } from '../call.ts';
import { folderId, folders, messageEntity } from '../entities/message.ts';
import { GraphError } from '../graph-error.ts';
import { readMessage } from '../mail-body.ts';
import { mailboxAt } from '../mailbox-at.ts';
import { listReply, oneReply } from '../odata/list.ts';
import { permitted } from '../permitted.ts';
import { readBody } from '../read-body.ts';

/** Rows of a page of messages when nobody asks. */
const USUAL_MESSAGES = 10;

function notFound(): GraphError {
  return new GraphError(
    404,
    'ErrorItemNotFound',
    'The specified object was not found in the store.',
  );
}

function messageAt(call: GraphCall, mailbox: User): MailMessage {
  const message = findMessage(call.tenant, mailbox, param(call, 'message'));
  if (!message) throw notFound();
  return message;
}

function wantsImmutable(call: GraphCall): boolean {
  return /IdType\s*=\s*"?ImmutableId"?/i.test(call.headers.prefer ?? '');
}

function entityOf(call: GraphCall, mailbox: User) {
  return messageEntity(mailbox, wantsImmutable(call));
}

/** Says that the wish for immutable ids was heard. */
function heard(call: GraphCall, reply: Reply): Reply {
  if (!wantsImmutable(call)) return reply;
  const headers = { ...reply.headers, 'Preference-Applied': 'IdType="ImmutableId"' };
  return { ...reply, headers };
}

function folderNamed(mailbox: User, name: string): MailMessage['folder'] {
  for (const folder of ['drafts', 'sentitems'] as const) {
    if (name.toLowerCase() === folder || name === folderId(mailbox.id, folder)) return folder;
  }
  throw new GraphError(
    404,
    'ErrorFolderNotFound',
    'The specified folder could not be found in the store.',
  );
}

function messagesOf(call: GraphCall, mailbox: User, folder: MailMessage['folder'] | null): Reply {
  const rows = call.tenant.messages
    .find('mailbox', mailbox.id)
    .filter((message) => folder === null || message.folder === folder)
    .reverse();
  const context = `users('${mailbox.id}')/messages`;
  const entity = entityOf(call, mailbox);
  return heard(call, listReply(call, { entity, rows, context, usual: USUAL_MESSAGES }));
}

function postDraft(call: GraphCall): Reply {
  const mailbox = mailboxAt(call, permitted.writeMail);
  const message = createDraft(call.tenant, mailbox, readMessage(call.body));
  const shown = oneReply(call, entityOf(call, mailbox), message, `users('${mailbox.id}')/messages`);
  return heard(call, { ...shown, status: 201 });
}

function getMessage(call: GraphCall): Reply {
  const mailbox = mailboxAt(call, permitted.readMail);
  const message = messageAt(call, mailbox);
  const context = `users('${mailbox.id}')/messages`;
  return heard(call, oneReply(call, entityOf(call, mailbox), message, context));
}

function checkReceivers(message: Pick<MailMessage, 'to' | 'cc' | 'bcc'>): void {
  const all = [...message.to, ...message.cc, ...message.bcc];
  if (all.length > 0 && all.every(({ address }) => /^\S+@\S+$/.test(address))) return;
  throw new GraphError(
    400,
    'ErrorInvalidRecipients',
    'At least one recipient is not valid., Recipients are missing or malformed.',
  );
}

/** Only a draft can be sent; what is in Sent Items has left already. */
function sendDraft(call: GraphCall): Reply {
  const mailbox = mailboxAt(call, permitted.sendMail);
  const message = messageAt(call, mailbox);
  if (message.folder !== 'drafts') throw notFound();
  checkReceivers(message);
  sendMessage(call.tenant, mailbox, message);
  return { status: 202 };
}

const outgoing = z.object({
  message: z.unknown().optional(),
  Message: z.unknown().optional(),
  saveToSentItems: z.boolean().nullish(),
  SaveToSentItems: z.boolean().nullish(),
});

function sendMail(call: GraphCall): Reply {
  const mailbox = mailboxAt(call, permitted.sendMail);
  const body = readBody(outgoing, call.body);
  const draft = readMessage(body.message ?? body.Message);
  checkReceivers(draft);
  const keep = body.saveToSentItems ?? body.SaveToSentItems ?? true;
  sendMessage(call.tenant, mailbox, createDraft(call.tenant, mailbox, draft), keep);
  return { status: 202 };
}

function listFolders(call: GraphCall): Reply {
  const mailbox = mailboxAt(call, permitted.readMail);
  const messages = call.tenant.messages.find('mailbox', mailbox.id);
  const value = Object.entries(folders).map(([name, displayName]) => {
    const folder = folderNamed(mailbox, name);
    return {
      id: folderId(mailbox.id, folder),
      displayName,
      childFolderCount: 0,
      unreadItemCount: 0,
      totalItemCount: messages.filter((message) => message.folder === folder).length,
    };
  });
  const context = contextOf(call, `users('${mailbox.id}')/mailFolders`);
  return { status: 200, body: { '@odata.context': context, value } };
}

const MESSAGE = '/users/{id}/messages/{message}';

/** Mailboxes: drafts, sending, Sent Items. */
export const messageOperations: readonly Operation[] = [
  {
    method: 'GET',
    template: '/users/{id}/messages',
    permissions: permitted.readMail,
    run: (call) => messagesOf(call, mailboxAt(call, permitted.readMail), null),
  },
  {
    method: 'GET',
    template: '/users/{id}/mailFolders',
    permissions: permitted.readMail,
    run: listFolders,
  },
  {
    method: 'GET',
    template: '/users/{id}/mailFolders/{folder}/messages',
    permissions: permitted.readMail,
    run: (call) => {
      const mailbox = mailboxAt(call, permitted.readMail);
      return messagesOf(call, mailbox, folderNamed(mailbox, param(call, 'folder')));
    },
  },
  {
    method: 'POST',
    template: '/users/{id}/messages',
    permissions: permitted.writeMail,
    run: postDraft,
  },
  { method: 'GET', template: MESSAGE, permissions: permitted.readMail, run: getMessage },
  {
    method: 'DELETE',
    template: MESSAGE,
    permissions: permitted.writeMail,
    run: (call) => {
      deleteMessage(call.tenant, messageAt(call, mailboxAt(call, permitted.writeMail)));
      return noContent;
    },
  },
  { method: 'POST', template: `${MESSAGE}/send`, permissions: permitted.sendMail, run: sendDraft },
  {
    method: 'POST',
    template: '/users/{id}/sendMail',
    permissions: permitted.sendMail,
    run: sendMail,
  },
];
