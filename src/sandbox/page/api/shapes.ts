import * as z from 'zod/mini';

const text = z.nullish(z.string());

/** Somebody the page can be: an employee of WoodGrove, or a guest once invited. */
export const Person = z.object({
  key: z.string(),
  name: z.string(),
  mail: text,
  aadObjectId: z.string(),
  mri: z.string(),
  /** Missing while a guest has not redeemed. */
  personalConversationId: text,
  unread: z.nullish(z.number()),
  userType: text,
});
export type Person = z.infer<typeof Person>;

export const People = z.object({
  people: z.array(Person),
  bot: z.object({ id: z.string(), name: z.string() }),
});
export type People = z.infer<typeof People>;

export const Conversation = z.object({
  id: z.string(),
  kind: z.enum(['personal', 'channel', 'groupChat']),
  name: z.string(),
  /** What is meant for this person. */
  unread: z.nullish(z.number()),
  /** Whether anything else is new. */
  news: z.nullish(z.boolean()),
});
export type Conversation = z.infer<typeof Conversation>;

export const User = z.object({
  id: z.string(),
  displayName: text,
  mail: text,
  userType: text,
  externalUserState: text,
  accountEnabled: z.nullish(z.boolean()),
});
export type User = z.infer<typeof User>;

export const Resource = z.object({
  id: z.string(),
  kind: z.enum(['team', 'group', 'application']),
  name: z.string(),
  owners: z.array(z.string()),
  members: z.array(z.string()),
});
export type Resource = z.infer<typeof Resource>;

export const Tenant = z.object({ users: z.array(User), resources: z.array(Resource) });
export type Tenant = z.infer<typeof Tenant>;

export const Mail = z.object({
  time: z.string(),
  from: text,
  to: z.union([z.string(), z.array(z.string())]),
  subject: z.string(),
  html: text,
  text: text,
  redeemUrl: text,
});
export type Mail = z.infer<typeof Mail>;

/** One call that Graph was sent; `url`, `body` and `response` as the log has them. */
export const GraphCall = z.object({
  time: z.string(),
  method: z.string(),
  url: z.string(),
  body: z.optional(z.unknown()),
  status: z.number(),
  response: z.optional(z.unknown()),
  applied: z.nullish(z.boolean()),
});
export type GraphCall = z.infer<typeof GraphCall>;

/** An activity is read field by field where it is drawn: Teams' own ones carry much more. */
export const LogEntry = z.object({
  time: z.string(),
  op: z.enum(['post', 'update', 'delete']),
  activityId: z.string(),
  activity: z.nullish(z.record(z.string(), z.unknown())),
  /** False on a message that the bot was down for. */
  delivered: z.nullish(z.boolean()),
});
export type LogEntry = z.infer<typeof LogEntry>;

/** In place of the bot's status: the message did not mention it. */
export const NOT_HEARD = 204;

export const Bot = z.object({ up: z.boolean() });
export const Clock = z.object({ now: z.string() });
export const Sent = z.object({ botStatus: z.number() });
export const Pressed = z.object({ status: z.number(), body: z.optional(z.unknown()) });
export type Pressed = z.infer<typeof Pressed>;
export const Anything = z.unknown();
