import type { ExtractTablesWithRelations } from 'drizzle-orm';
import type { NodePgDatabase, NodePgTransaction } from 'drizzle-orm/node-postgres';
import type { PoolConfig } from 'pg';
import type { ConstructorOptions } from 'pg-boss';
import type * as schema from './schema.ts';

/** The database as every query sees it, whichever of the two it is. */
export type Db = NodePgDatabase<typeof schema>;

/** An open transaction. On the embedded database everything inside one must go through it, never through `Db`. */
export type Tx = NodePgTransaction<typeof schema, ExtractTablesWithRelations<typeof schema>>;

/** For queries that may run in a transaction or alone. */
export type DbOrTx = Db | Tx;

/** An open database and what belongs to it. */
export interface Database {
  readonly kind: 'embedded' | 'served';
  readonly db: Db;
  /** What the queue needs to live in the same database. */
  readonly boss: Pick<
    ConstructorOptions,
    'db' | 'backend' | 'connectionString' | 'max' | 'connectionTimeoutMillis'
  > &
    Pick<PoolConfig, 'query_timeout' | 'keepAlive'>;
  /** Resolves when it has ended for good, and this process with it: only another one can open it again. */
  readonly ended: Promise<Error>;
  /** Finishes what runs, then lets go of the connections or of the folder. Twice does no harm. */
  close(): Promise<void>;
}
