import { sql } from 'drizzle-orm';
import type { Db, Tx } from '../../src/db/types.ts';
import type { Queue, TaskName, TaskPayloads } from '../../src/requests/ports.ts';

type Job = { [T in TaskName]: { readonly task: T; readonly data: TaskPayloads[T] } }[TaskName];

/** A queue that only remembers, in the transaction of the change like the real one; a test runs its jobs. */
export interface SqlQueue extends Queue<Tx> {
  /** Kinds of the jobs that were queued and not taken, oldest first. */
  waiting(): Promise<TaskName[]>;
  /** Takes the oldest job. */
  take(): Promise<Job | null>;
  putBack(job: Job): Promise<void>;
}

export async function givenSqlQueue(db: Db): Promise<SqlQueue> {
  await db.execute(
    sql`create table if not exists remembered_jobs (id serial primary key, job jsonb not null)`,
  );
  const remember = async (on: Db | Tx, job: object) => {
    await on.execute(sql`insert into remembered_jobs (job) values (${JSON.stringify(job)}::jsonb)`);
  };
  return {
    enqueue: (tx, task, data) => remember(tx, { task, data }),
    putBack: (job) => remember(db, job),
    waiting: async () => {
      const found = await db.execute<{ task: TaskName }>(
        sql`select job ->> 'task' as task from remembered_jobs order by id`,
      );
      return found.rows.map(({ task }) => task);
    },
    take: async () => {
      const taken = await db.execute<{ job: Job }>(sql`
        delete from remembered_jobs
        where id = (select min(id) from remembered_jobs) returning job`);
      return taken.rows[0]?.job ?? null;
    },
  };
}
