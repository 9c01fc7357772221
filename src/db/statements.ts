import { messages, type QueryOptions, type Results } from '@electric-sql/pglite';
import { serialize } from 'pg-protocol';

/** What makes the engine do what was bound, and answer. */
const EXECUTE = Buffer.concat([serialize.execute(), serialize.sync()]);

/** One way into the engine and back: bytes of its protocol, the messages that answer them. */
export type Exchange = (bytes: Uint8Array) => Promise<readonly object[]>;

/** How values go in and come out, by the oid of their type. */
export interface Codecs {
  readonly serializers: Readonly<Record<number, (value: unknown) => string>>;
  readonly parsers: Readonly<Record<number, (text: string, type?: number) => unknown>>;
}

interface Statement {
  readonly name: string;
  readonly parameters: readonly number[];
  readonly columns: readonly { readonly name: string; readonly dataTypeID: number }[];
}

/** Statements kept at most, and the longest that is: lists of many values have a text for every length. */
const MOST_KEPT = 500;
const LONGEST_KEPT = 8000;

/**
 * Runs queries with as few ways into the engine as there can be. PGlite takes six for each (parse, describe,
 * bind, describe, execute, sync), and they are most of what a query costs. Here a text is parsed and planned
 * once, and is bound, executed and synced in one way from then on. What goes in is written by node-postgres'
 * protocol: PGlite's copy of it takes longer.
 */
export class Statements {
  readonly #exchange: Exchange;
  readonly #codecs: Codecs;
  readonly #kept = new Map<string, Statement>();
  #made = 0;

  constructor(exchange: Exchange, codecs: Codecs) {
    this.#exchange = exchange;
    this.#codecs = codecs;
  }

  /** Throws the engine's own error, with its `code`. */
  async run<Row>(
    text: string,
    values: readonly unknown[],
    options: QueryOptions = {},
  ): Promise<Results<Row>> {
    const statement = await this.#statementFor(text);
    const { name, parameters } = statement;
    const bound = values.map((value, index) => this.#toText(value, parameters[index], options));
    const bind = serialize.bind({ statement: name, values: bound });
    const answer = await this.#exchange(Buffer.concat([bind, EXECUTE]));
    return this.#toResults<Row>(statement, answer, options);
  }

  async #statementFor(text: string): Promise<Statement> {
    const known = this.#kept.get(text);
    if (known) {
      // To the end of the map: at its beginning then stands what has not been used for the longest.
      this.#kept.delete(text);
      this.#kept.set(text, known);
      return known;
    }
    const isKept = text.length <= LONGEST_KEPT;
    if (isKept && this.#kept.size >= MOST_KEPT) await this.#dropLeastUsed();
    this.#made += 1;
    const name = isKept ? `kept ${this.#made}` : '';
    const answer = await this.#exchange(
      Buffer.concat([
        serialize.parse({ name, text }),
        serialize.describe({ type: 'S', name }),
        serialize.sync(),
      ]),
    );
    const statement = describe(name, answer);
    if (isKept) this.#kept.set(text, statement);
    return statement;
  }

  async #dropLeastUsed(): Promise<void> {
    const [longestUnused] = this.#kept;
    if (!longestUnused) return;
    const [text, { name }] = longestUnused;
    this.#kept.delete(text);
    await this.#exchange(Buffer.concat([serialize.close({ type: 'S', name }), serialize.sync()]));
  }

  #toText(value: unknown, type: number | undefined, options: QueryOptions): string | null {
    if (value === null || value === undefined) return null;
    const serializer =
      type === undefined
        ? undefined
        : (options.serializers?.[type] ?? this.#codecs.serializers[type]);
    return serializer ? serializer(value) : String(value);
  }

  #toResults<Row>(
    { columns }: Statement,
    answer: readonly object[],
    options: QueryOptions,
  ): Results<Row> {
    const readers = columns.map(({ dataTypeID }) => {
      const parser = options.parsers?.[dataTypeID] ?? this.#codecs.parsers[dataTypeID];
      return (text: string | null) => (text === null || !parser ? text : parser(text, dataTypeID));
    });
    const rows: unknown[] = [];
    let affectedRows = 0;
    for (const message of answer) {
      if (message instanceof messages.DataRowMessage) {
        const read = message.fields.map((field, at) => readers[at]?.(field));
        rows.push(options.rowMode === 'array' ? read : byName(columns, read));
      } else if (message instanceof messages.CommandCompleteMessage) {
        affectedRows = affectedBy(message.text);
      }
    }
    return { rows: rows as Row[], fields: [...columns], affectedRows };
  }
}

function describe(name: string, answer: readonly object[]): Statement {
  let parameters: readonly number[] = [];
  let columns: Statement['columns'] = [];
  for (const message of answer) {
    if (message instanceof messages.ParameterDescriptionMessage) parameters = message.dataTypeIDs;
    if (message instanceof messages.RowDescriptionMessage) {
      columns = message.fields.map((field) => ({
        name: field.name,
        dataTypeID: field.dataTypeID,
      }));
    }
  }
  return { name, parameters, columns };
}

function byName(columns: Statement['columns'], values: readonly unknown[]): object {
  const row: Record<string, unknown> = {};
  for (const [at, { name }] of columns.entries()) row[name] = values[at];
  return row;
}

const CHANGES = /^(?:INSERT \d+|UPDATE|DELETE|COPY|MERGE) (\d+)$/;

/** The number at the end of `INSERT 0 3`; 0 for what changes nothing. */
function affectedBy(command: string): number {
  return Number(CHANGES.exec(command)?.[1] ?? 0);
}
