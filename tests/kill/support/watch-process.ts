import { channel } from 'node:diagnostics_channel';
import { appendFileSync, readFileSync } from 'node:fs';
import pg from 'pg';
import { FolderPglite } from '../../../src/db/pglite.ts';
import { callName } from './call-name.ts';
import { commitName, writesOf } from './commit-name.ts';
import type { Plan, Watched } from './watched.ts';

/**
 * Loaded into the bot before its own code (`--import`): writes down every outgoing call and every commit, and
 * kills the process at the one that is planned. Where the plan's file is missing, it only watches.
 */
const { KILL_LOG: log = '', KILL_PLAN: planFile = '' } = process.env;

/** `NODE_OPTIONS` reaches every process there is; only the bot is watched. */
if (process.argv[1]?.endsWith('src/index.ts')) watch();

function watch(): void {
  watchCalls();
  watchEmbedded();
  watchServed();
}

const counted = new Map<string, number>();

function plan(): Plan | null {
  try {
    return JSON.parse(readFileSync(planFile, 'utf8')) as Plan;
  } catch {
    return null;
  }
}

/** Counts one of these since the plan was made, and ends the process where it is the one. */
function pass(event: Watched): void {
  appendFileSync(log, `${JSON.stringify(event)}\n`);
  const wanted = plan();
  if (!wanted || wanted.kind !== event.kind || wanted.name !== event.name) return;
  if (wanted.when !== event.when) return;
  const nth = (counted.get(wanted.id) ?? 0) + 1;
  counted.set(wanted.id, nth);
  if (nth !== wanted.nth) return;
  appendFileSync(log, `${JSON.stringify({ ...event, kind: 'struck', at: Date.now() })}\n`);
  process.kill(process.pid, 'SIGKILL');
}

function watchCalls(): void {
  type Seen = { request: { method: string; path: string; origin?: string; host?: string } };
  const seen = (when: Watched['when']) => (message: unknown) => {
    const { method, path } = (message as Seen).request;
    // Following the sandbox is a rehearsal's own; production has no such call.
    if (path.startsWith('/_sandbox')) return;
    pass({ kind: 'call', name: callName(method, path), when, at: Date.now(), ids: [] });
  };
  channel('undici:request:create').subscribe(seen('before'));
  channel('undici:request:headers').subscribe(seen('after'));
  channel('http.client.request.start').subscribe(seen('before'));
  channel('http.client.response.finish').subscribe(seen('after'));
}

/** Ids of messages among the values of a statement: what a commit notes of them is noted. */
function idsIn(values: unknown): string[] {
  return Array.isArray(values)
    ? values.filter((value): value is string => typeof value === 'string' && /^\d{13}$/.test(value))
    : [];
}

/** What a transaction has written so far. */
class Writing {
  readonly writes: string[] = [];
  readonly ids: string[] = [];
  changed = 0;

  note(text: string, values: unknown): void {
    this.writes.push(...writesOf(text, values));
    this.ids.push(...idsIn(values));
  }

  /** One that changed nothing has committed nothing. */
  pass(when: Watched['when']): void {
    if (this.writes.length === 0 || (when === 'after' && this.changed === 0)) return;
    const ids = when === 'after' ? this.ids : [];
    pass({ kind: 'commit', name: commitName(this.writes), when, at: Date.now(), ids });
  }
}

type Run = (text: string, values?: unknown, ...rest: unknown[]) => Promise<unknown>;

interface Result {
  readonly rows?: readonly { readonly count?: unknown }[];
  readonly affectedRows?: number;
  readonly rowCount?: number | null;
}

/** Rows that were changed; pg-boss counts its own and gives the number. */
function affected(result: unknown): number {
  const results = [result].flat() as (Result | undefined)[];
  return results.reduce((sum, each) => {
    const counted = Number(each?.rows?.[0]?.count);
    return sum + (counted >= 0 ? counted : (each?.affectedRows ?? each?.rowCount ?? 0));
  }, 0);
}

/** A statement of its own is committed with it. */
async function alone(run: () => Promise<unknown>, text: string, values: unknown) {
  const writing = new Writing();
  writing.note(text, values);
  writing.pass('before');
  const result = await run();
  writing.changed = affected(result);
  writing.pass('after');
  return result;
}

function watchEmbedded(): void {
  const prototype = FolderPglite.prototype as unknown as Record<'query' | 'exec', Run> & {
    transaction(work: (tx: Record<'query' | 'exec', Run>) => Promise<unknown>): Promise<unknown>;
  };
  const { query, exec, transaction } = prototype;
  prototype.query = function (text, values, ...rest) {
    return alone(() => query.call(this, text, values, ...rest), text, values);
  };
  prototype.exec = function (text, ...rest) {
    return alone(() => exec.call(this, text, ...rest), text, []);
  };
  prototype.transaction = async function (work) {
    const writing = new Writing();
    const result = await transaction.call(this, async (tx) => {
      const done = await work(noting(tx, writing) as typeof tx);
      writing.pass('before');
      return done;
    });
    writing.pass('after');
    return result;
  };
}

/** The engine's transaction, with what is written in it noted. */
function noting(tx: Record<'query' | 'exec', Run>, writing: Writing): object {
  const noted = (run: Run) => async (text: string, values: unknown, options: unknown) => {
    writing.note(text, values);
    const result = await run.call(tx, text, values, options);
    writing.changed += affected(result);
    return result;
  };
  return Object.create(tx, {
    query: { value: noted(tx.query) },
    exec: { value: noted(tx.exec) },
  });
}

type Answered = (result: unknown) => void;

/** On a server a transaction is a row of statements on one connection. */
function watchServed(): void {
  const open = new WeakMap<object, Writing>();
  const prototype = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown };
  const { query } = prototype;
  prototype.query = function (...args) {
    const [first] = args;
    const text = typeof first === 'string' ? first : String(Object(first).text ?? '');
    const values = typeof first === 'string' ? args[1] : (Object(first).values ?? args[1]);
    const answered = statement(this, open, text, values);
    const last = args.at(-1);
    if (typeof last === 'function') {
      const told = (error: unknown, result: unknown) => {
        if (!error) answered(result);
        return last(error, result);
      };
      return query.apply(this, [...args.slice(0, -1), told]);
    }
    const asked = query.apply(this, args);
    if (!(asked instanceof Promise)) return asked;
    return asked.then((result) => {
      answered(result);
      return result;
    });
  };
}

/** What a statement is to its connection's transaction; gives what is to be done once it is answered. */
function statement(
  client: object,
  open: WeakMap<object, Writing>,
  text: string,
  values: unknown,
): Answered {
  const word = /^\s*(begin|commit|rollback)\s*;?\s*$/i.exec(text)?.[1]?.toLowerCase();
  const writing = open.get(client) ?? new Writing();
  if (word === 'begin') {
    open.set(client, writing);
    return () => undefined;
  }
  if (word) {
    open.delete(client);
    if (word === 'rollback') return () => undefined;
    writing.pass('before');
    return () => writing.pass('after');
  }
  writing.note(text, values);
  const isAlone = !open.has(client);
  if (isAlone) writing.pass('before');
  return (result) => {
    writing.changed += affected(result);
    if (isAlone) writing.pass('after');
  };
}
