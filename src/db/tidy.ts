import type { FolderPglite } from './pglite.ts';

/**
 * How much of a table has changed before it is worth looking after: so many rows, and so great a part of it.
 * PostgreSQL's own: `autovacuum_vacuum_threshold`, `…_scale_factor`, `autovacuum_analyze_…`.
 */
const ROWS = 50;
const DEAD_PART = 0.2;
const CHANGED_PART = 0.1;

interface Untidy {
  readonly name: string;
  readonly has_dead: boolean;
}

/**
 * Does what a server's autovacuum does by itself: rows that nobody can see any more are let go of, and the planner
 * learns how many there are. What it has not learnt it guesses, and then it reads thousands of rows for one.
 */
export async function tidyTables(engine: FolderPglite): Promise<void> {
  if (!engine.ready) return;
  await engine.query('select pg_stat_force_next_flush()');
  const { rows } = await engine.query<Untidy>(`
    select format('%I.%I', schemaname, relname) as name,
      n_dead_tup > ${ROWS} + ${DEAD_PART} * n_live_tup as has_dead
    from pg_stat_user_tables
    where n_dead_tup > ${ROWS} + ${DEAD_PART} * n_live_tup
      or n_mod_since_analyze > ${ROWS} + ${CHANGED_PART} * n_live_tup`);
  for (const { name, has_dead } of rows) {
    await engine.exec(`${has_dead ? 'VACUUM (ANALYZE)' : 'ANALYZE'} ${name}`);
  }
}

/** What a server's checkpointer does by itself: the log stays short. */
export async function checkpoint(engine: FolderPglite): Promise<void> {
  if (engine.ready) await engine.exec('CHECKPOINT');
}
