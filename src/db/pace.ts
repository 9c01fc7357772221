import { sql } from 'drizzle-orm';
import type { Charge, Decision, Ledger } from '../pace/ledger.ts';
import type { LimitState } from '../pace/state.ts';
import { machineTimer, type Timer } from '../pace/timer.ts';
import { openPaceRows, type PaceClocks, type PaceRow, type PaceRows } from './pace-rows.ts';
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
  timer: machineTimer,
  database: () => sql<number>`(extract(epoch from clock_timestamp()) * 1000)::float8`,
};

/**
 * The limits as all instances on this database know them. A change is decided here and written if the
 * row is still the one it was decided on; no lock outlives a statement.
 */
export function databaseLedger(db: Db, clocks: PaceClocks = machine): Ledger {
  const { timer } = clocks;
  const rows = openPaceRows(db, clocks);
  const remembered = openMemory();
  const sweep = openSweep(rows, timer);

  async function charge(charges: readonly Charge[]): Promise<void> {
    for (const { key } of charges) remembered.forget(key);
    await rows.chargeEach(charges);
  }

  return {
    now: rows.now,
    change(key, decide) {
      sweep();
      return within(timer, changeRow(rows, remembered, key, decide));
    },
    charge(charges) {
      sweep();
      return within(timer, charge(charges));
    },
  };
}

/** Decides on the row as it is remembered, then on the one that is there, until it is still the same when written. */
async function changeRow<T>(
  rows: PaceRows,
  remembered: Memory,
  key: string,
  decide: Decide<T>,
): Promise<Decision<T>> {
  const changeOnce = async (row: PaceRow): Promise<Decision<T> | 'unchanged' | 'tooLate'> => {
    const decision = decide(row.state, rows.now());
    if (decision.state === row.state) return 'unchanged';
    const version = await rows.write(key, row.version, decision.state);
    if (version === null) return 'tooLate';
    remembered.keep(key, { version, state: decision.state });
    return decision;
  };

  const known = remembered.get(key);
  const outcome = known && (await changeOnce(known));
  if (typeof outcome === 'object') return outcome;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const row = await rows.read(key);
    const outcome = await changeOnce(row);
    if (typeof outcome === 'object') return outcome;
    if (outcome === 'unchanged') {
      remembered.keep(key, row);
      return decide(row.state, rows.now());
    }
  }
  throw new Error(`The row of ${key} changes faster than it can be written.`);
}

type Decide<T> = (state: LimitState, now: number) => Decision<T>;
type Memory = ReturnType<typeof openMemory>;

/** The rows as they were last seen; of too many the one that was used longest ago is forgotten. */
function openMemory() {
  const rows = new Map<string, PaceRow>();
  return {
    get: (key: string) => rows.get(key),
    forget: (key: string) => rows.delete(key),
    keep(key: string, row: PaceRow) {
      rows.delete(key);
      rows.set(key, row);
      const [oldest] = rows.keys();
      if (rows.size > MOST_REMEMBERED && oldest !== undefined) rows.delete(oldest);
    },
  };
}

/** In the background; one that fails is no loss, the next one does its work as well. */
function openSweep(rows: PaceRows, timer: Timer): () => void {
  let sweptAt = timer.now();
  return () => {
    if (timer.now() - sweptAt < SWEEP_MS) return;
    sweptAt = timer.now();
    rows.forgetIdle(SWEEP_MS).catch(() => undefined);
  };
}

/** @throws when there is no answer in time; what is on its way may still be done. */
async function within<T>(timer: Timer, work: Promise<T>): Promise<T> {
  let release = () => {};
  const late = new Promise<never>((_, reject) => {
    release = timer.after(PATIENCE_MS, () => reject(new Error('The database does not answer.')));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    release();
  }
}
