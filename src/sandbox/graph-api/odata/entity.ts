/** A kind of object as Graph shows it: how a record becomes JSON, and what can be asked of it. */
export interface Entity<T> {
  /** `microsoft.graph.user` without the namespace. */
  readonly name: string;
  /** Every property that Graph would show, with null where nothing is known. */
  readonly show: (record: T) => Readonly<Record<string, unknown>>;
  /** What comes without `$select`; null: everything. */
  readonly defaults: readonly string[] | null;
  /** Directory objects know advanced queries and refuse `contains`. */
  readonly directory: boolean;
  /** Properties that `$search` looks into. */
  readonly searchable: readonly string[];
  /** What `$expand` can bring, by its name. */
  readonly expands?: Readonly<Record<string, (record: T) => unknown>>;
}

/** A row, shown, with the record it was made of. */
export interface Shown<T> {
  readonly record: T;
  readonly full: Readonly<Record<string, unknown>>;
}
