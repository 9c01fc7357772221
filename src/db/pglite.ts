import { AsyncLocalStorage } from 'node:async_hooks';
import fs from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

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

/** As PGlite starts PostgreSQL, but without `-F`, and with the one sync method that is wired through. */
const durable = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  ...['-c', 'fsync=on', '-c', 'wal_sync_method=fsync'],
];

/** PGlite on a folder of this machine, made to keep its promises and its manners. */
export class FolderPglite extends PGlite {
  readonly #inside = new AsyncLocalStorage<{ open: boolean }>();
  #stretchBegan = performance.now();

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
    return super.execProtocolStream(message, options);
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
