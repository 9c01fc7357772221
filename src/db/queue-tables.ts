import { integer, jsonb, pgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** Where the queue keeps its own tables, beside ours in the same database. */
export const queueSchema = 'pgboss';

const boss = pgSchema(queueSchema);

/** The queues themselves, by name. pg-boss makes, changes and migrates this table. */
export const queues = boss.table('queue', {
  name: text('name').notNull(),
  policy: text('policy').notNull(),
});

/**
 * The queue's jobs, for counting and emptying. pg-boss makes, changes and migrates this table; what is
 * written here is written through pg-boss.
 */
export const queueJobs = boss.table('job', {
  id: uuid('id').notNull(),
  name: text('name').notNull(),
  data: jsonb('data').$type<unknown>(),
  state: text('state')
    .$type<'created' | 'retry' | 'active' | 'completed' | 'cancelled' | 'failed'>()
    .notNull(),
  priority: integer('priority').notNull(),
  retryCount: integer('retry_count').notNull(),
  startAfter: timestamp('start_after', { withTimezone: true }).notNull(),
  createdOn: timestamp('created_on', { withTimezone: true }).notNull(),
});
