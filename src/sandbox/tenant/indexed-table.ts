import type { Table } from '../store.ts';

/** A table that also finds its records by keys made of their content. */
export interface IndexedTable<T, I extends string> extends Table<T> {
  /** Records whose index holds this key, in the order of their insertion into the index. */
  find(index: I, key: string): T[];
  /** Builds the indexes anew, after the table was emptied behind its back. */
  reload(): void;
}

type KeysOf<T, I extends string> = Readonly<Record<I, (value: T) => readonly string[]>>;

/** Adds indexes, in memory, to a table. */
export function indexTable<T, I extends string>(
  table: Table<T>,
  keysOf: KeysOf<T, I>,
): IndexedTable<T, I> {
  const indexes = new Map<string, Map<string, Set<string>>>();
  const names = Object.keys(keysOf);
  const readers = new Map<string, (value: T) => readonly string[]>(Object.entries(keysOf));

  const each = (value: T, visit: (index: Map<string, Set<string>>, key: string) => void) => {
    for (const name of names) {
      const index = indexes.get(name);
      if (!index) continue;
      for (const key of readers.get(name)?.(value) ?? []) visit(index, key);
    }
  };
  const add = (id: string, value: T) =>
    each(value, (index, key) => {
      const ids = index.get(key);
      if (ids) ids.add(id);
      else index.set(key, new Set([id]));
    });
  const remove = (id: string, value: T) =>
    each(value, (index, key) => {
      const ids = index.get(key);
      ids?.delete(id);
      if (ids?.size === 0) index.delete(key);
    });
  const reload = () => {
    for (const name of names) indexes.set(name, new Map());
    for (const [id, value] of table.entries()) add(id, value);
  };
  reload();

  return {
    get: (id) => table.get(id),
    put(id, value) {
      const before = table.get(id);
      if (before !== undefined) remove(id, before);
      table.put(id, value);
      add(id, value);
    },
    delete(id) {
      const before = table.get(id);
      if (before !== undefined) remove(id, before);
      table.delete(id);
    },
    values: () => table.values(),
    entries: () => table.entries(),
    get size() {
      return table.size;
    },
    find(index, key) {
      const found: T[] = [];
      for (const id of indexes.get(index)?.get(key) ?? []) {
        const value = table.get(id);
        if (value !== undefined) found.push(value);
      }
      return found;
    },
    reload,
  };
}
