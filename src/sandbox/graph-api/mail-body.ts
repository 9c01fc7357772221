import { z } from 'zod';
import type { MailDraft } from '../tenant/mail.ts';
import { badRequest, GraphError } from './graph-error.ts';
import { readBody } from './read-body.ts';

/** A message takes at most so many headers of the sender's own. */
const MOST_HEADERS = 5;

const recipient = z.object({
  emailAddress: z.object({ name: z.string().nullish(), address: z.string().min(1) }),
});
const recipients = z.array(recipient).default([]);

const form = z.looseObject({
  '@odata.type': z.string().optional(),
  subject: z.string().nullish(),
  body: z
    .object({
      contentType: z
        .string()
        .toLowerCase()
        .pipe(z.enum(['html', 'text'])),
      content: z.string(),
    })
    .nullish(),
  importance: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['low', 'normal', 'high']))
    .optional(),
  toRecipients: recipients,
  ccRecipients: recipients,
  bccRecipients: recipients,
  replyTo: recipients,
  internetMessageHeaders: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
  singleValueExtendedProperties: z
    .array(z.object({ id: z.string(), value: z.string() }))
    .default([]),
});

/** Understood by mailboxes, and without effect here. */
const IGNORED = new Set(['isDraft', 'isRead', 'categories', 'flag', 'inferenceClassification']);

function addresses(list: z.infer<typeof recipients>) {
  return list.map(({ emailAddress }) => ({
    name: emailAddress.name ?? null,
    address: emailAddress.address,
  }));
}

/** Reads the JSON of a message. Throws what Exchange answers to a broken one; 501 for what WoodGrove's mailboxes do not keep. */
export function readMessage(body: unknown): MailDraft {
  const given = readBody(form, body);
  const unknown = Object.keys(given).find((name) => !(name in form.shape) && !IGNORED.has(name));
  if (unknown) throw new GraphError(501, 'notImplemented', `message ${unknown}`);
  for (const { name } of given.internetMessageHeaders) {
    if (/^x-/i.test(name)) continue;
    throw new GraphError(
      400,
      'InvalidInternetMessageHeader',
      `The internet message header name '${name}' should start with 'x-' or 'X-'.`,
    );
  }
  if (given.internetMessageHeaders.length > MOST_HEADERS) {
    throw badRequest('The maximum number of internet message headers is 5.');
  }
  return {
    subject: given.subject ?? '',
    contentType: given.body?.contentType ?? 'text',
    content: given.body?.content ?? '',
    importance: given.importance ?? 'normal',
    to: addresses(given.toRecipients),
    cc: addresses(given.ccRecipients),
    bcc: addresses(given.bccRecipients),
    replyTo: addresses(given.replyTo),
    headers: given.internetMessageHeaders,
    extended: given.singleValueExtendedProperties,
  };
}
