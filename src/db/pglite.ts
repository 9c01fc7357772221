import { AsyncLocalStorage } from 'node:async_hooks';
import fs from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  PGlite,
  type PGliteOptions,
  type QueryOptions,
  type Transaction,
} from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { Statements } from './statements.ts';

/** How long queries may follow each other before timers and sockets get their turn, in milliseconds. */
const LONGEST_STRETCH = 8;

interface Stream {
  readonly nfd: number;
}

interface NodeFsModule {
  readonly NODEFS: { readonly stream_ops: { fsync?: (stream: Stream) => number } };
}

/** PGlite's NODEFS has no fsync at all: PostgreSQL's call ends in nothing. This one reaches the disk. */
class SyncedNodeFs extends NodeFS {
  override async init(...[pg, options]: Parameters<NodeFS['init']>) {
    const { emscriptenOpts } = await super.init(pg, options);
    const preRun = [emscriptenOpts.preRun ?? []].flat();
    const syncForReal = ({ NODEFS }: NodeFsModule) => {
      NODEFS.stream_ops.fsync = ({ nfd }) => {
        fs.fsyncSync(nfd);
        return 0;
      };
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [syncForReal, ...preRun] } };
  }
}

/** Severities with which PostgreSQL ends itself. PGlite gives them as an error like any other. */
const ENDS = new Set(['FATAL', 'PANIC']);

function endsEngine(error: unknown): boolean {
  if (error instanceof WebAssembly.RuntimeError) return true;
  return error instanceof Error && 'severity' in error && ENDS.has(String(error.severity));
}

/** As PGlite starts PostgreSQL, but without `-F`, and with the one sync method that is wired through. */
const durable = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  ...['-c', 'fsync=on', '-c', 'wal_sync_method=fsync'],
];

/** What is committed is on the disk by then (`durable`): there is nothing left to be copied there. */
const QUIET = { syncToFs: false };

/** What PGlite alone can do: values of given types, files that are copied. */
function isSpecial(options: QueryOptions | undefined): boolean {
  return Boolean(options?.paramTypes || options?.blob);
}

/** PGlite on a folder of this machine, made to keep its promises and its manners. */
export class FolderPglite extends PGlite {
  readonly #inside = new AsyncLocalStorage<{ open: boolean }>();
  readonly #end = Promise.withResolvers<Error>();
  #stretchBegan = performance.now();
  readonly #statements = new Statements((bytes) => this.execProtocolStream(bytes, QUIET), this);
  #ended: Error | null = null;

  /**
   * Resolves when the engine has ended itself, as it does where it cannot write its log (a full disk). Another
   * query would never come back, and nor would anything else of this process: queries fail from then on.
   */
  readonly ended = this.#end.promise;

  constructor(folder: string, options: PGliteOptions = {}) {
    super({ ...options, fs: new SyncedNodeFs(folder), startParams: durable });
  }

  /** Awaited queries never leave the event loop on their own: a long row of them would stop everything else. */
  override async execProtocolStream(
    ...[message, options]: Parameters<PGlite['execProtocolStream']>
  ) {
    if (performance.now() - this.#stretchBegan > LONGEST_STRETCH) {
      await nextTurn();
      this.#stretchBegan = performance.now();
    }
    if (this.#ended) throw this.#ended;
    try {
      return await super.execProtocolStream(message, options);
    } catch (error) {
      if (endsEngine(error)) this.#noteEnd(error);
      throw error;
    }
  }

  #noteEnd(cause: unknown): void {
    this.#ended ??= new Error('The embedded database has ended.', { cause });
    this.#end.resolve(this.#ended);
  }

  /** An engine that has ended cannot be asked to close. */
  override async close() {
    if (!this.#ended) await super.close();
  }

  /** As PGlite's own, in fewer ways into the engine. */
  override async query<T>(text: string, values: unknown[] = [], options?: QueryOptions) {
    if (isSpecial(options)) return super.query<T>(text, values, options);
    await this._checkReady();
    return this._runExclusiveTransaction(() => this.#run<T>(text, values, options));
  }

  /** As PGlite's own, with the same queries as outside. */
  override transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return super.transaction((tx) => {
      const query = <Row>(text: string, values: unknown[] = [], options?: QueryOptions) =>
        tx.closed || isSpecial(options)
          ? tx.query<Row>(text, values, options)
          : this.#run<Row>(text, values, options);
      return work(Object.create(tx, { query: { value: query } }));
    });
  }

  #run<T>(text: string, values: readonly unknown[], options?: QueryOptions) {
    return this._runExclusiveQuery(() => this.#statements.run<T>(text, values, options));
  }

  /** One connection: a query beside the open transaction would wait for it for ever. Better to say so. */
  override async _runExclusiveTransaction<T>(work: () => Promise<T>): Promise<T> {
    if (this.#inside.getStore()?.open) {
      throw new Error('A query inside a transaction must go through that transaction.');
    }
    return super._runExclusiveTransaction(() => {
      const held = { open: true };
      const leave = () => {
        held.open = false;
      };
      return this.#inside.run(held, () => work().finally(leave));
    });
  }
}
