import type { Table } from '../store.ts';

/** A table that also finds its records by keys made of their content. */
export interface IndexedTable<T, I extends string> extends Table<T> {
  /** Records whose index holds this key, in the order of their insertion into the index. */
  find(index: I, key: string): T[];
  /** Builds the indexes anew, after the table was emptied behind its back. */
  reload(): void;
}

/** One index: which ids hold a key. */
interface Index<T> {
  readonly keysOf: (value: T) => readonly string[];
  readonly ids: Map<string, Set<string>>;
}

function enter<T>({ keysOf, ids }: Index<T>, id: string, value: T): void {
  for (const key of keysOf(value)) {
    const there = ids.get(key);
    if (there) there.add(id);
    else ids.set(key, new Set([id]));
  }
}

function leave<T>({ keysOf, ids }: Index<T>, id: string, value: T): void {
  for (const key of keysOf(value)) {
    const there = ids.get(key);
    there?.delete(id);
    if (there?.size === 0) ids.delete(key);
  }
}

/** Adds indexes, in memory, to a table. */
export function indexTable<T, I extends string>(
  table: Table<T>,
  keysOf: Readonly<Record<I, (value: T) => readonly string[]>>,
): IndexedTable<T, I> {
  const indexes = new Map<string, Index<T>>();
  for (const [name, of] of Object.entries<(value: T) => readonly string[]>(keysOf)) {
    indexes.set(name, { keysOf: of, ids: new Map() });
  }
  const forget = (id: string) => {
    const before = table.get(id);
    if (before !== undefined) for (const index of indexes.values()) leave(index, id, before);
  };
  const reload = () => {
    for (const index of indexes.values()) {
      index.ids.clear();
      for (const [id, value] of table.entries()) enter(index, id, value);
    }
  };
  reload();

  return {
    get: (id) => table.get(id),
    put(id, value) {
      forget(id);
      table.put(id, value);
      for (const index of indexes.values()) enter(index, id, value);
    },
    delete(id) {
      forget(id);
      table.delete(id);
    },
    values: () => table.values(),
    entries: () => table.entries(),
    get size() {
      return table.size;
    },
    find(index, key) {
      const ids = indexes.get(index)?.ids.get(key) ?? [];
      return Array.from(ids, (id) => table.get(id)).filter((value) => value !== undefined);
    },
    reload,
  };
}
