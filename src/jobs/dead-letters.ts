import { desc, eq } from 'drizzle-orm';
import { deadLetters } from '../db/schema.ts';
import type { DbOrTx } from '../db/types.ts';
import type { TaskName, TaskPayloads } from '../requests/ports.ts';
import type { JobQueue } from './queue.ts';

/** A job that nobody will try again by itself. */
export type DeadLetter = typeof deadLetters.$inferSelect;

/** The dead letters, newest first. */
export function listDeadLetters(db: DbOrTx, limit = 100): Promise<DeadLetter[]> {
  return db.select().from(deadLetters).orderBy(desc(deadLetters.at)).limit(limit);
}

/** Keeps a dead job; the same one twice is one. */
export async function keepDeadLetter(db: DbOrTx, letter: DeadLetter): Promise<void> {
  await db.insert(deadLetters).values(letter).onConflictDoNothing();
}

/**
 * Queues a dead job again, as new and before bulk work. Rows that ended with it begin anew.
 *
 * @returns false when there is no such dead letter (any more): of two at once, one runs it
 */
export function runAgain(
  queue: Pick<JobQueue, 'enqueue' | 'database'>,
  id: string,
): Promise<boolean> {
  return queue.database.db.transaction(async (tx) => {
    const [letter] = await tx.delete(deadLetters).where(eq(deadLetters.id, id)).returning();
    if (!letter) return false;
    await queue.enqueue(tx, letter.task, payloadAgain(letter), { urgent: true });
    return true;
  });
}

/** Rows were ended when these jobs died: without saying so, the new one would find nothing to do. */
function payloadAgain({ id, task, data }: DeadLetter): TaskPayloads[TaskName] {
  const ends = task === 'provision-guests' || task === 'send-invitation';
  return readPayload(task, ends ? { ...data, again: id } : data);
}

/** What a job carries, back from the database. It was written by `enqueue`, which is typed. */
export function readPayload<T extends TaskName>(task: T, data: unknown): TaskPayloads[T] {
  if (typeof data !== 'object' || data === null) throw new Error(`A ${task} job without data.`);
  return data as TaskPayloads[T];
}
