import { and, eq, lt, type SQL, sql } from 'drizzle-orm';
import type { Charge } from '../pace/ledger.ts';
import { idleAt, type LimitState, untouched } from '../pace/state.ts';
import type { Timer } from '../pace/timer.ts';
import { pace } from './schema.ts';
import type { Db } from './types.ts';

/** What can be replaced for a test. */
export interface PaceClocks {
  /** Of this process. */
  readonly timer: Timer;
  /** The same moment by the database: `clock_timestamp()`, which does not stand still in a transaction. */
  readonly database: () => SQL<number>;
}

/** A limit's row as it was last seen. Version 0: there is none. */
export interface PaceRow {
  readonly version: number;
  readonly state: LimitState;
}

/**
 * What is lost of it by a crash is made up for by the service's own refusals, so its commits need not be
 * waited for until they are on the disk. True for the statement's own transaction.
 */
const unsynced = sql`(select set_config('synchronous_commit', 'off', true)) = 'off'`;

export type PaceRows = ReturnType<typeof openPaceRows>;

/** The statements on the limits' rows, and the database's clock as their answers tell it. */
export function openPaceRows(db: Db, clocks: PaceClocks) {
  let ahead: number | null = null;

  /** The answer was on its way for a while: we are behind the database's clock, never ahead of it. */
  const setClock = (now: number) => {
    ahead = now - clocks.timer.now();
  };
  const now = () => clocks.timer.now() + (ahead ?? 0);

  /** A limit as it is, and what time it is there. */
  async function read(key: string): Promise<PaceRow> {
    // The moment comes along even where there is no row.
    const [found] = await db
      .select({ now: clocks.database(), row: pace })
      .from(sql`(select 1) as one`)
      .leftJoin(pace, eq(pace.key, key));
    if (found) setClock(found.now);
    const row = found?.row;
    if (!row) return { version: 0, state: untouched };
    return { version: row.version, state: { ...untouched, ...row.rest, fullAt: row.fullAt } };
  }

  /** The row's next version; null: it is another one by now. */
  async function write(key: string, version: number, state: LimitState): Promise<number | null> {
    const { fullAt, ...rest } = state;
    const values = { fullAt: [...fullAt], rest, idleAt: idleAt(state) };
    const returned = { version: pace.version, now: clocks.database() };
    const [written] =
      version === 0
        ? await db
            .insert(pace)
            .values({
              key,
              ...values,
              version: sql`case when ${unsynced} then ${clocks.database()} end`,
            })
            .onConflictDoNothing()
            .returning(returned)
        : await db
            .update(pace)
            .set({ ...values, version: sql`${pace.version} + 1` })
            .where(and(eq(pace.key, key), eq(pace.version, version), unsynced))
            .returning(returned);
    if (written) setClock(written.now);
    return written?.version ?? null;
  }

  return {
    read,
    write,
    now,
    chargeEach: (charges: readonly Charge[]) => db.execute(chargeAll(charges, clocks.database())),
    /** Deletes what has said nothing for so many milliseconds. */
    forgetIdle: (ms: number) =>
      db.delete(pace).where(and(lt(pace.idleAt, sql`${clocks.database()} - ${ms}`), unsynced)),
  };
}

/** One statement for all of them. In the order of their keys: two instances then never wait for each other. */
function chargeAll(charges: readonly Charge[], clock: SQL): SQL {
  return sql`
    with moment as materialized (select ${clock} as now),
    charge as (
      select key, prices from jsonb_to_recordset(${JSON.stringify(charges)}::jsonb)
        as given(key text, prices float8[])
    )
    insert into ${pace} as row (key, version, full_at, idle_at)
    select key, now, array(select now + price from unnest(prices) as price),
      now + (select max(price) from unnest(prices) as price)
    from charge, moment where ${unsynced} order by key
    on conflict (key) do update set
      version = row.version + 1,
      full_at = array(
        select greatest(row.full_at[at], (select now from moment))
          + excluded.full_at[at] - (select now from moment)
        from generate_subscripts(excluded.full_at, 1) as at order by at
      ),
      idle_at = greatest(row.idle_at, (select now from moment))
        + excluded.idle_at - (select now from moment)`;
}
