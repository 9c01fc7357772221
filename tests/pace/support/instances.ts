import { sql } from 'drizzle-orm';
import { databaseLedger } from '../../../src/db/pace.ts';
import type { Db } from '../../../src/db/types.ts';
import { type Ledger, memoryLedger } from '../../../src/pace/ledger.ts';
import type { LimitRules } from '../../../src/pace/limit.ts';
import { createPacer, type Pacer } from '../../../src/pace/pacer.ts';
import { type ManualTimer, manualTimer, settled } from '../../support/manual-timer.ts';

/** Instances that share a ledger, on a clock that the test moves. */
export interface Instances {
  readonly timer: ManualTimer;
  /** A pacer as a process of its own has it. */
  start<Kind extends string>(rules: LimitRules<Kind>): Pacer<Kind>;
  /** Waits until nobody asks the ledger anything. */
  quiet(): Promise<void>;
  /** How often a ledger was asked, since the last look. */
  asked(): number;
}

/** The database's clock in these tests runs with the timer, from a moment that is not 0. */
export const EPOCH_MS = 1_800_000_000_000;

/** Without a database they share one memory. */
export function givenInstances(db: Db | null): Instances {
  const under = new Set<Promise<unknown>>();
  let asked = 0;
  const quiet = async () => {
    await settled();
    while (under.size > 0) {
      await Promise.allSettled(under);
      await settled();
    }
  };
  const timer = manualTimer(quiet);
  const memory = memoryLedger(timer);
  const open = () =>
    db
      ? databaseLedger(db, {
          timer,
          database: () => sql<number>`${EPOCH_MS + timer.now()}::float8`,
        })
      : memory;
  const watched = (ledger: Ledger): Ledger => {
    const watch = <T>(work: Promise<T>): Promise<T> => {
      asked += 1;
      under.add(work);
      const over = () => under.delete(work);
      work.then(over, over);
      return work;
    };
    return {
      now: () => ledger.now(),
      change: (key, decide) => watch(ledger.change(key, decide)),
      charge: (charges) => watch(ledger.charge(charges)),
    };
  };
  return {
    timer,
    quiet,
    start: (rules) => createPacer({ name: 'test', rules, ledger: watched(open()), timer }),
    asked() {
      const count = asked;
      asked = 0;
      return count;
    },
  };
}
