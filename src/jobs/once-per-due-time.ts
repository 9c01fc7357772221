import { readFact, writeFact } from '../db/facts.ts';
import type { Db } from '../db/types.ts';
import type { Clock } from '../requests/ports.ts';

/**
 * Whoever takes a due time and is gone before its work is done is made up for after this, in ms: nobody does the
 * same beside him before, however often it is due.
 */
const MADE_UP_FOR_MS = 30_000;

/** How far the clocks of two machines may be apart, in ms: whoever is behind does not do again what was just done. */
const CLOCKS_APART_MS = 30_000;

/**
 * Does `work` when its time has come, once for all the processes that ask: who writes down the next due
 * time first does it. When it fails it is due again at the next one, or sooner.
 */
export async function oncePerDueTime(
  { db, clock }: { readonly db: Db; readonly clock: Clock },
  { name, everyMs }: { readonly name: string; readonly everyMs: number },
  work: () => Promise<void>,
): Promise<void> {
  const key = `due.${name}`;
  const { value, version } = await readFact(db, key);
  const now = clock.now().getTime();
  const due = typeof value === 'number' ? value : now;
  // A clock that was put back would leave the due time out of reach.
  if (now < due && due <= now + Math.max(everyMs, MADE_UP_FOR_MS) + CLOCKS_APART_MS) return;
  const next = now + everyMs;
  const until = now + MADE_UP_FOR_MS;
  if (!(await writeFact(db, { key, value: until, version, at: clock.now() }))) return;
  const dueAgain = (value: number) =>
    writeFact(db, { key, value, version: version + 1, at: clock.now() });
  try {
    await work();
  } catch (error) {
    if (next < until) await dueAgain(next);
    throw error;
  }
  await dueAgain(next);
}
