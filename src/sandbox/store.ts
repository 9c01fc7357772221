import { mkdirSync } from 'node:fs';
import { open, type RootDatabase } from 'lmdb';

/** One kind of record, kept in memory and written through. Values are plain JSON and never mutated in place. */
export interface Table<T> {
  get(id: string): T | undefined;
  put(id: string, value: T): void;
  delete(id: string): void;
  /** In the order of first insertion. */
  values(): T[];
  entries(): [string, T][];
  readonly size: number;
}

/** The sandbox's durable state: what `write` has returned from survives `kill -9`. */
export interface Store {
  table<T>(name: string): Table<T>;
  /** Runs `change` as one transaction: all of its puts and deletes, or none. Synchronous. */
  write<R>(change: () => R): R;
  /** Empties every table. */
  clear(): void;
  close(): Promise<void>;
}

interface Kept {
  order: number;
  value: unknown;
}

class LmdbTable<T> implements Table<T> {
  readonly #db: RootDatabase<Kept, [string, string]>;
  readonly #name: string;
  readonly #next: () => number;
  readonly #rows = new Map<string, { order: number; value: T }>();

  constructor(db: RootDatabase<Kept, [string, string]>, name: string, next: () => number) {
    this.#db = db;
    this.#name = name;
    this.#next = next;
  }

  /** Takes a record from disk, without writing it again. */
  load(id: string, kept: Kept): void {
    this.#rows.set(id, { order: kept.order, value: kept.value as T });
  }

  get(id: string): T | undefined {
    return this.#rows.get(id)?.value;
  }

  put(id: string, value: T): void {
    const order = this.#rows.get(id)?.order ?? this.#next();
    this.#rows.set(id, { order, value });
    this.#db.putSync([this.#name, id], { order, value });
  }

  delete(id: string): void {
    if (this.#rows.delete(id)) this.#db.removeSync([this.#name, id]);
  }

  values(): T[] {
    return Array.from(this.#rows.values(), (row) => row.value);
  }

  entries(): [string, T][] {
    return Array.from(this.#rows, ([id, row]) => [id, row.value]);
  }

  get size(): number {
    return this.#rows.size;
  }

  forget(): void {
    this.#rows.clear();
  }
}

/** Opens (or makes) the state in `folder`. */
export function openStore(folder: string): Store {
  mkdirSync(folder, { recursive: true });
  const db = open<Kept, [string, string]>({ path: folder, encoding: 'json' });
  const tables = new Map<string, LmdbTable<unknown>>();
  let last = 0;
  const table = (name: string): LmdbTable<unknown> => {
    const known = tables.get(name);
    if (known) return known;
    const made = new LmdbTable<unknown>(db, name, () => ++last);
    tables.set(name, made);
    return made;
  };

  const kept = Array.from(db.getRange(), ({ key, value }) => ({ key, value }));
  kept.sort((a, b) => a.value.order - b.value.order);
  for (const { key, value } of kept) {
    table(key[0]).load(key[1], value);
    last = Math.max(last, value.order);
  }

  return {
    table: <T>(name: string) => table(name) as unknown as Table<T>,
    write: (change) => db.transactionSync(change),
    clear: () => {
      db.clearSync();
      for (const each of tables.values()) each.forget();
    },
    close: () => db.close(),
  };
}
