import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { hasRoom } from '../data-folder.ts';
import { rootCause } from '../db/trouble.ts';
import type { Database } from '../db/types.ts';

/** One thing that must be well for the bot to serve: resolves to `ok` or to the reason why not. */
export type Check = () => Promise<string>;

/** Whoever balances load asks often, and leaves out an instance that cannot tell at once, in ms. */
const PING_MS = 1000;

/** Whether the database answers. */
export function databaseCheck({ db }: Database): Check {
  return () =>
    Promise.race([
      db.execute(sql`select 1`).then(() => 'ok'),
      wait(PING_MS, 'the database does not answer', { ref: false }),
    ]);
}

/** Whether the data folder can take more. */
export function diskCheck(dataDir: string): Check {
  return async () => ((await hasRoom(dataDir)) ? 'ok' : 'there is no room left in DATA_DIR');
}

/** Asks all at once; gives each one's answer, or the cause for which it has none. */
export async function runChecks(
  checks: Readonly<Record<string, Check>>,
): Promise<Record<string, string>> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]): Promise<[string, string]> => {
      try {
        return [name, await check()];
      } catch (error) {
        return [name, wordsOf(rootCause(error))];
      }
    }),
  );
  return Object.fromEntries(results);
}

/** Of several addresses that were tried, each has its own error, and their sum has no words. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.message === '') {
    return error.errors.map(wordsOf).join(', ');
  }
  return error.message;
}
