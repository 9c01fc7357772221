import { sql } from 'drizzle-orm';
import type { Charge, Decision, Ledger } from '../pace/ledger.ts';
import type { LimitState } from '../pace/state.ts';
import { openPaceRows, type PaceClocks, type PaceRow } from './pace-rows.ts';
import type { Db } from './types.ts';

/** How long an answer may take. A person's call goes on without it then. */
const PATIENCE_MS = 1000;
/** Rows that are remembered between two changes, so that most changes are one statement. */
const MOST_REMEMBERED = 1000;
/** How often rows that say nothing any more are deleted, and for how long they have to have said nothing. */
const SWEEP_MS = 60_000;
/** Changes that were too late in a row before we say that the database is no help. */
const MOST_TRIES = 50;

const machine: PaceClocks = {
  local: () => performance.now(),
  database: () => sql<number>`(extract(epoch from clock_timestamp()) * 1000)::float8`,
};

/**
 * The limits as all instances on this database know them. A change is decided here and written if the
 * row is still the one it was decided on; no lock outlives a statement.
 */
export function databaseLedger(db: Db, clocks: PaceClocks = machine): Ledger {
  const { read, write, now, chargeEach, forgetIdle } = openPaceRows(db, clocks);
  const remembered = new Map<string, PaceRow>();
  let sweptAt = clocks.local();

  const remember = (key: string, row: PaceRow) => {
    remembered.delete(key);
    remembered.set(key, row);
    const [oldest] = remembered.keys();
    if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  };

  async function changeOnce<T>(
    key: string,
    row: PaceRow,
    decide: (state: LimitState, now: number) => Decision<T>,
  ): Promise<Decision<T> | 'unchanged' | 'tooLate'> {
    const decision = decide(row.state, now());
    if (decision.state === row.state) return 'unchanged';
    const version = await write(key, row.version, decision.state);
    if (version === null) return 'tooLate';
    remember(key, { version, state: decision.state });
    return decision;
  }

  async function change<T>(
    key: string,
    decide: (state: LimitState, now: number) => Decision<T>,
  ): Promise<Decision<T>> {
    const known = remembered.get(key);
    if (known) {
      const outcome = await changeOnce(key, known, decide);
      if (typeof outcome === 'object') return outcome;
    }
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const row = await read(key);
      const outcome = await changeOnce(key, row, decide);
      if (typeof outcome === 'object') return outcome;
      if (outcome === 'unchanged') {
        remember(key, row);
        return decide(row.state, now());
      }
    }
    throw new Error(`The row of ${key} changes faster than it can be written.`);
  }

  async function charge(charges: readonly Charge[]): Promise<void> {
    for (const { key } of charges) remembered.delete(key);
    await chargeEach(charges);
  }

  /** In the background; one that fails is no loss, the next one does its work as well. */
  function sweep(): void {
    if (clocks.local() - sweptAt < SWEEP_MS) return;
    sweptAt = clocks.local();
    forgetIdle(SWEEP_MS).catch(() => undefined);
  }

  return {
    now,
    change(key, decide) {
      sweep();
      return within(change(key, decide));
    },
    charge(charges) {
      sweep();
      return within(charge(charges));
    },
  };
}

/** @throws when there is no answer in time; what is on its way may still be done. */
async function within<T>(work: Promise<T>): Promise<T> {
  let timeout: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timeout = setTimeout(() => reject(new Error('The database does not answer.')), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timeout);
  }
}
