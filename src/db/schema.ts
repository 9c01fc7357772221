import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  boolean,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { LimitState } from '../pace/state.ts';
import type { TaskName } from '../requests/ports.ts';
import type {
  GrantStatus,
  GuestStatus,
  OpenResource,
  Person,
  Problem,
  RequestStatus,
  ResourceKind,
  ResourceView,
} from '../requests/types.ts';
import { ACTIVITY_EVENTS } from './activity-events.ts';
import { anyJson } from './any-json.ts';

/** As they stand in SQL. */
const activityEvents = Object.values(ACTIVITY_EVENTS)
  .map((event) => `'${event}'`)
  .join(', ');

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** A request: one row, whatever it came from. `version` grows with every change and guards every one. */
export const requests = pgTable(
  'requests',
  {
    id: text('id').primaryKey(),
    status: text('status').$type<RequestStatus>().notNull(),
    version: integer('version').notNull().default(1),
    requesterId: text('requester_id').notNull(),
    requesterName: text('requester_name').notNull(),
    requesterMail: text('requester_mail'),
    source: text('source').$type<'chat' | 'form' | 'cli'>().notNull(),
    /** The activity that caused it: the same one delivered again finds this row instead of making another. */
    originActivity: text('origin_activity'),
    originConversation: text('origin_conversation'),
    originServiceUrl: text('origin_service_url'),
    directoryOnly: boolean('directory_only').notNull().default(false),
    reason: text('reason'),
    until: date('until', { mode: 'string' }),
    message: text('message'),
    locale: text('locale').notNull(),
    openResources: jsonb('open_resources').$type<OpenResource[]>().notNull().default([]),
    endedBy: jsonb('ended_by').$type<Person>(),
    denial: text('denial'),
    problem: jsonb('problem').$type<Problem>(),
    correlationId: text('correlation_id').notNull(),
    createdAt: moment('created_at').notNull(),
    /** When all of it had been said: a draft's form is sent later than it was made. */
    askedAt: moment('asked_at'),
    decidedAt: moment('decided_at'),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [
    index('requests_requester').on(t.requesterId, t.createdAt),
    index('requests_status').on(t.status),
    uniqueIndex('requests_origin').on(t.originConversation, t.originActivity),
  ],
);

/** Resources of a request and how the approval of each stands. `resource_id` is '' for directory only. */
export const requestResources = pgTable(
  'request_resources',
  {
    requestId: text('request_id')
      .notNull()
      .references(() => requests.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    resourceId: text('resource_id').notNull(),
    kind: text('kind').$type<ResourceKind | 'directory'>().notNull(),
    name: text('name').notNull(),
    decision: text('decision').$type<ResourceView['decision']>().notNull(),
    standIn: boolean('stand_in').notNull().default(false),
    why: text('why'),
    decidedBy: jsonb('decided_by').$type<Person>(),
    decidedAt: moment('decided_at'),
    comment: text('comment'),
  },
  (t) => [primaryKey({ columns: [t.requestId, t.resourceId] })],
);

/** Who may decide for a resource of a request, as found when it was asked. Decided again at each press. */
export const approvers = pgTable(
  'approvers',
  {
    requestId: text('request_id')
      .notNull()
      .references(() => requests.id, { onDelete: 'cascade' }),
    resourceId: text('resource_id').notNull(),
    personId: text('person_id').notNull(),
    name: text('name').notNull(),
    mail: text('mail'),
    /** Set when Teams would not let us reach this person. */
    unreachedAt: moment('unreached_at'),
  },
  (t) => [
    primaryKey({ columns: [t.requestId, t.resourceId, t.personId] }),
    index('approvers_person').on(t.personId),
  ],
);

/** One guest of a request, and everything that must happen to him once. */
export const guests = pgTable(
  'guests',
  {
    id: text('id').primaryKey(),
    requestId: text('request_id')
      .notNull()
      .references(() => requests.id, { onDelete: 'cascade' }),
    row: integer('row').notNull(),
    address: text('address').notNull(),
    name: text('name'),
    status: text('status').$type<GuestStatus>().notNull(),
    problem: jsonb('problem').$type<Problem>(),
    /** Entra object id, once known. */
    userId: text('user_id'),
    /** Since when the account is known: a directory that lacks it soon after is a copy that lags. */
    knownAt: moment('known_at'),
    /** Set with the job that mails him: from then on only `send-invitation` moves this row. A retry clears it. */
    provisionedAt: moment('provisioned_at'),
    /** Redeem link, encrypted; never in a job, a log or an audit row. */
    redeemLink: text('redeem_link'),
    mailbox: text('mailbox'),
    /** Compare-and-set: the one draft that may ever be sent. */
    mailDraftId: text('mail_draft_id'),
    mailedAt: moment('mailed_at'),
    /** Set where Microsoft has mailed him with the invitation, in the requester's name: then we do not. */
    microsoftMailedAt: moment('microsoft_mailed_at'),
    arrivedAt: moment('arrived_at'),
    welcomedAt: moment('welcomed_at'),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [
    uniqueIndex('guests_row').on(t.requestId, t.row),
    index('guests_user').on(t.userId),
    index('guests_address').on(sql`lower(${t.address})`),
  ],
);

/** One guest's access to one resource. */
export const grants = pgTable(
  'grants',
  {
    guestRowId: text('guest_row_id')
      .notNull()
      .references(() => guests.id, { onDelete: 'cascade' }),
    resourceId: text('resource_id').notNull(),
    status: text('status').$type<GrantStatus>().notNull(),
    problem: jsonb('problem').$type<Problem>(),
    welcomeActivity: text('welcome_activity'),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.guestRowId, t.resourceId] })],
);

/** Every card ever sent, so that each can be redrawn from the row it shows. */
export const sentCards = pgTable(
  'sent_cards',
  {
    id: text('id').primaryKey(),
    requestId: text('request_id')
      .notNull()
      .references(() => requests.id, { onDelete: 'cascade' }),
    conversationId: text('conversation_id').notNull(),
    serviceUrl: text('service_url').notNull(),
    activityId: text('activity_id').notNull(),
    /** Whose 1:1 chat it lies in; null in a channel or group chat, where the base card is for everybody. */
    personId: text('person_id'),
    role: text('role').$type<'requester' | 'approver' | 'shared'>().notNull(),
    /** The request's version this card shows. */
    shownVersion: integer('shown_version').notNull(),
    /** Digest of the message as it was last sent to Teams; null: not kept. */
    shownDigest: text('shown_digest'),
    locale: text('locale').notNull(),
    createdAt: moment('created_at').notNull(),
    /** Set when the message is gone: not redrawn any more. */
    goneAt: moment('gone_at'),
  },
  (t) => [
    uniqueIndex('sent_cards_activity').on(t.conversationId, t.activityId),
    index('sent_cards_request').on(t.requestId),
  ],
);

/** Where each person, team channel and group chat can be written to, kept from the turns they took part in. */
export const conversations = pgTable(
  'conversations',
  {
    conversationId: text('conversation_id').primaryKey(),
    kind: text('kind').$type<'personal' | 'channel' | 'groupChat'>().notNull(),
    personId: text('person_id'),
    teamId: text('team_id'),
    serviceUrl: text('service_url').notNull(),
    locale: text('locale'),
    greetedAt: moment('greeted_at'),
    removedAt: moment('removed_at'),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [index('conversations_person').on(t.personId), index('conversations_team').on(t.teamId)],
);

/**
 * One row per change, written in the change's own transaction. Never changed: the database refuses it.
 * What is personal in it stands there as `{person}` or `{person, sealed}`, see `personal.ts`.
 */
export const audit = pgTable(
  'audit',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    at: moment('at').notNull(),
    /** Who acted, as the `ref` of `person_keys`, or `guestlist` for the product itself. */
    actor: text('actor').notNull(),
    action: text('action').notNull(),
    subject: text('subject').notNull(),
    before: jsonb('before').$type<Record<string, unknown>>(),
    after: jsonb('after').$type<Record<string, unknown>>(),
    correlationId: text('correlation_id').notNull(),
  },
  (t) => [index('audit_subject').on(t.subject)],
);

/**
 * Who is meant by a `ref` in the audit, and the key that what is his is sealed with there. A person whom
 * two transactions met at once has two, and both count.
 */
export const personKeys = pgTable(
  'person_keys',
  {
    ref: text('ref').primaryKey(),
    /** Entra object id or address, in lower case; null once forgotten. */
    who: text('who'),
    /** 32 bytes as base64url; null once destroyed. */
    key: text('key'),
    madeAt: moment('made_at').notNull(),
    destroyedAt: moment('destroyed_at'),
  },
  (t) => [index('person_keys_who').on(t.who)],
);

/** Audit rows that are not in the chain yet: written with the row, taken out with its link of the chain. */
export const auditWaiting = pgTable('audit_waiting', {
  auditId: bigint('audit_id', { mode: 'number' }).primaryKey(),
});

/** The chain: in the order of `seq`, each audit row hashed together with the hash before. Never changed. */
export const auditChain = pgTable(
  'audit_chain',
  {
    /** 1, 2, 3 … without a gap. */
    seq: bigint('seq', { mode: 'number' }).primaryKey(),
    auditId: bigint('audit_id', { mode: 'number' }).notNull(),
    /** Which key it was hashed with, by its name. */
    keyId: text('key_id').notNull(),
    /** HMAC-SHA256 in hexadecimal digits. */
    hash: text('hash').notNull(),
  },
  (t) => [uniqueIndex('audit_chain_row').on(t.auditId)],
);

/**
 * What was told once and must not be told again: `subject` is a request, a guest row or the activity
 * that asked, `event` what was said of it.
 */
export const notices = pgTable(
  'notices',
  {
    subject: text('subject').notNull(),
    event: text('event').notNull(),
    /** The message in Teams, once it is there. */
    activityId: text('activity_id'),
    at: moment('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.subject, t.event] }),
    // What is noted of activities grows with every turn, and is swept by its age.
    index('notices_of_activities')
      .on(t.at)
      .where(sql.raw(`event in (${activityEvents})`)),
  ],
);

/** A timer is a row: swept by the handed-in clock, taken by deleting it in the transaction of what it causes. */
export const timers = pgTable(
  'timers',
  {
    /** `kind:subject`: there is one timer of a kind for a subject. */
    id: text('id').primaryKey(),
    kind: text('kind').notNull(),
    subject: text('subject').notNull(),
    dueAt: moment('due_at').notNull(),
  },
  (t) => [index('timers_due').on(t.dueAt)],
);

/** Small facts that must survive a restart: the delta cursor, the tenant's epoch. */
export const facts = pgTable('facts', {
  key: text('key').primaryKey(),
  value: anyJson('value').notNull(),
  version: bigint('version', { mode: 'number' }).notNull().default(1),
  updatedAt: moment('updated_at').notNull(),
});

/**
 * What all instances together have taken from one limit of a service. Moments are milliseconds of the
 * database's own clock, which nobody moves. Rows that say nothing any more are deleted.
 */
export const pace = pgTable('pace', {
  key: text('key').primaryKey(),
  /** Guards every change; starts at the moment of its making, so that no two rows of a key share one. */
  version: bigint('version', { mode: 'number' }).notNull(),
  /** When each bucket of the limit is full again. */
  fullAt: doublePrecision('full_at').array().notNull(),
  rest: jsonb('rest').$type<Omit<LimitState, 'fullAt'>>(),
  /** From when on the row may be deleted. No index: it would make each of the many changes dearer. */
  idleAt: doublePrecision('idle_at').notNull(),
});

/** A job that nobody will try again by itself: what it was, why it ended, and what is needed to run it again. */
export const deadLetters = pgTable(
  'dead_letters',
  {
    /** The queue's id of the job that died. */
    id: text('id').primaryKey(),
    task: text('task').$type<TaskName>().notNull(),
    data: jsonb('data').$type<Record<string, unknown>>().notNull(),
    /** Why, as `errors.<code>` with its params. */
    problem: jsonb('problem').$type<Problem>().notNull(),
    /** What the log had as the cause; for whoever operates the product, not for people in chats. */
    detail: text('detail').notNull(),
    attempts: integer('attempts').notNull(),
    at: moment('at').notNull(),
  },
  (t) => [index('dead_letters_at').on(t.at)],
);
