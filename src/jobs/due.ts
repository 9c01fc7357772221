import { sql } from 'drizzle-orm';
import { queueJobs } from '../db/queue-tables.ts';
import type { Db } from '../db/types.ts';

/** Names, of these queues, that hold a job which could run now. One cheap look, by pg-boss' own index. */
export async function queuesWithDueJobs(db: Db, names: readonly string[]): Promise<string[]> {
  const { rows } = await db.execute<{ name: string }>(sql`
    select asked.name from unnest(${sql.param([...names])}::text[]) as asked(name)
    where exists (
      select from ${queueJobs}
      where ${queueJobs.name} = asked.name
        and not blocked
        and ${queueJobs.state} in ('created', 'retry')
        and ${queueJobs.startAfter} <= now()
    )`);
  return rows.map((row) => row.name);
}
