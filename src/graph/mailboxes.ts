import { z } from 'zod';
import { AppError } from '../errors.ts';
import { pause } from '../pace/timer.ts';
import type { Mailboxes, OutgoingMail } from '../requests/ports.ts';
import type { GraphCall } from './call.ts';
import type { GraphDeps } from './deps.ts';
import { failureOf } from './failure.ts';
import { literal, pathOf } from './odata.ts';
import { readAs } from './read.ts';

/** A message keeps such an id when it goes from Drafts to Sent Items; ordinary ids change. */
const IMMUTABLE = { Prefer: 'IdType="ImmutableId"' };

/** Our key as a MAPI property in a namespace of our own: unlike a header, messages can be found by it. */
const KEY_NAMESPACE = '6b1c2c1e-6a6f-4b43-9a53-3f0f4bd1d6c5';
const KEY_PROPERTY = ['String', `{${KEY_NAMESPACE}}`, 'Name', 'GuestlistKey'].join(' ');

/** Sent Items may show a message a moment after it left: how often, and how long apart, it is looked for. */
const LOOKS = 3;
const LOOK_AGAIN_MS = 1000;

const messageShape = z.object({ id: z.string(), isDraft: z.boolean().nullish() });
const messagesShape = z.object({ value: z.array(messageShape) });

/** The sending mailboxes. A draft is made, recorded by the caller, and only then sent. */
export function createMailboxes(deps: GraphDeps, addresses: readonly string[]): Mailboxes {
  return {
    addresses,
    createDraft: (mailbox, mail) => createDraft(deps, mailbox, mail),
    sendDraft: (mailbox, draftId, key) => sendDraft(deps, mailbox, draftId, key),
    discardDraft: (mailbox, draftId) => discardDraft(deps, mailbox, draftId),
  };
}

type MailCall = Pick<GraphCall, 'path'> & Partial<GraphCall>;

/** A call on a mailbox; refusals that concern the mailbox itself are named so. */
async function onMailbox(deps: GraphDeps, mailbox: string, call: MailCall) {
  try {
    return await deps.send({
      permission: 'Mail.ReadWrite',
      urgent: false,
      ...call,
      headers: { ...IMMUTABLE, ...call.headers },
      limits: [...(call.limits ?? []), { kind: 'mailbox', of: mailbox.toLowerCase() }],
    });
  } catch (error) {
    throw named(error, mailbox);
  }
}

/** Codes of Exchange for a mailbox that is not there, or that is not ours to use (RBAC for Applications). */
const MAILBOX_REFUSED =
  /^(ErrorAccessDenied|ErrorSendAsDenied|ErrorInvalidUser|ErrorNonExistentMailBox|MailboxNotEnabledForRESTAPI|ErrorMessageSubmissionBlocked|ErrorMailboxStoreUnavailable)$/i;

function named(error: unknown, mailbox: string): unknown {
  const failure = failureOf(error);
  if (!(error instanceof AppError) || !failure) return error;
  if (/^ErrorInvalidRecipients$/i.test(failure.graphCode)) {
    return new AppError('mail.recipientRefused', {}, { cause: failure });
  }
  if (MAILBOX_REFUSED.test(failure.graphCode) || failure.status === 403) {
    return new AppError('mail.mailboxRefused', { mailbox }, { cause: failure });
  }
  return error;
}

/** Exchange makes the plain-text part from the HTML when it sends: Graph's JSON message holds one body. */
async function createDraft(
  deps: GraphDeps,
  mailbox: string,
  mail: OutgoingMail,
): Promise<{ draftId: string }> {
  const { address, name } = mail.to;
  const { body } = await onMailbox(deps, mailbox, {
    method: 'POST',
    path: pathOf`/users/${mailbox}/messages`,
    body: {
      subject: mail.subject,
      body: { contentType: 'html', content: mail.html },
      toRecipients: [{ emailAddress: name ? { address, name } : { address } }],
      internetMessageHeaders: [{ name: 'x-guestlist-key', value: mail.key }],
      singleValueExtendedProperties: [{ id: KEY_PROPERTY, value: mail.key }],
    },
  });
  return { draftId: readAs(messageShape, body).id };
}

/**
 * Sends a draft once. Looks first, because what was sent keeps its id, and nothing promises that Graph
 * would not send it again. Not found means: look in Sent Items for our key, never make another.
 */
async function sendDraft(
  deps: GraphDeps,
  mailbox: string,
  draftId: string,
  key: string,
): Promise<'sent' | 'alreadySent'> {
  const draft = await onMailbox(deps, mailbox, {
    path: pathOf`/users/${mailbox}/messages/${draftId}`,
    query: { $select: 'id,isDraft' },
    accepts: [404],
  });
  if (draft.status === 404) return findSent(deps, mailbox, key);
  if (readAs(messageShape, draft.body).isDraft === false) return 'alreadySent';

  const sent = await onMailbox(deps, mailbox, {
    method: 'POST',
    path: pathOf`/users/${mailbox}/messages/${draftId}/send`,
    limits: [{ kind: 'mails', of: mailbox.toLowerCase() }],
    permission: 'Mail.Send',
    accepts: [404],
  });
  // Somebody else sent it between our look and our call.
  return sent.status === 404 ? findSent(deps, mailbox, key) : 'sent';
}

async function findSent(deps: GraphDeps, mailbox: string, key: string): Promise<'alreadySent'> {
  for (let look = 1; ; look += 1) {
    const { body } = await onMailbox(deps, mailbox, {
      path: pathOf`/users/${mailbox}/mailFolders/sentitems/messages`,
      query: {
        $filter: `singleValueExtendedProperties/any(p:p/id eq ${literal(KEY_PROPERTY)} and p/value eq ${literal(key)})`,
        $select: 'id',
        $top: 1,
      },
    });
    if (readAs(messagesShape, body).value.length > 0) return 'alreadySent';
    if (look === LOOKS) throw new AppError('mail.lost', { mailbox });
    await pause(deps.timer, LOOK_AGAIN_MS);
  }
}

async function discardDraft(deps: GraphDeps, mailbox: string, draftId: string): Promise<void> {
  await onMailbox(deps, mailbox, {
    method: 'DELETE',
    path: pathOf`/users/${mailbox}/messages/${draftId}`,
    accepts: [404],
  });
}
