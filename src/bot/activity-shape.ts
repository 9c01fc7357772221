import { z } from 'zod';

/**
 * Ids of Teams: visible ASCII, some 200 characters at most. They stand in indexes, which take 2,704 bytes
 * for two of them, and in paths of the connector, where dots alone would lead elsewhere.
 */
const Id = z.string().regex(/^(?!\.{1,2}$)[\x21-\x7e]{1,500}$/);

const Word = z.string().max(200);

/** Somebody who takes part. */
const Account = z.looseObject({
  id: Id.nullish(),
  aadObjectId: z.guid().nullish(),
  tenantId: Word.nullish(),
});

/**
 * What we read of an activity, whatever else it holds: kinds of values only. Teams leaves out what it does
 * not know, other clients of the protocol write null.
 */
export const ActivityShape = z.looseObject({
  type: Word.min(1),
  serviceUrl: z.string().min(1).max(500),
  channelId: Word.nullish(),
  id: Id.nullish(),
  replyToId: Id.nullish(),
  name: Word.nullish(),
  action: Word.nullish(),
  text: z.string().nullish(),
  locale: Word.nullish(),
  timestamp: Word.nullish(),
  // Answers would be gathered in the body of our answer, where Teams does not look for them.
  deliveryMode: z
    .string()
    .refine((mode) => mode !== 'expectReplies')
    .nullish(),
  from: Account.nullish(),
  recipient: Account.nullish(),
  conversation: z.looseObject({
    id: Id,
    conversationType: Word.nullish(),
    isGroup: z.boolean().nullish(),
    tenantId: Word.nullish(),
  }),
  channelData: z
    .looseObject({
      tenant: z.looseObject({ id: Word }).nullish(),
      team: z.looseObject({ aadGroupId: Word.nullish(), id: Word.nullish() }).nullish(),
    })
    .nullish(),
  entities: z.array(z.looseObject({ type: Word.nullish() })).nullish(),
  attachments: z.array(z.looseObject({ contentType: Word.nullish() })).nullish(),
  membersAdded: z.array(Account).nullish(),
  membersRemoved: z.array(Account).nullish(),
});

export type ActivityShape = z.infer<typeof ActivityShape>;
