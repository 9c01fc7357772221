import type { Reply } from '../../http.ts';
import { contextOf, type GraphCall } from '../call.ts';
import { badRequest, unsupportedQuery } from '../graph-error.ts';
import type { Entity, Shown } from './entity.ts';
import { matchFilter } from './match-filter.ts';
import type { QueryOptions } from './options.ts';
import { type Condition, isAdvanced, parseFilter, pathsOf, uses } from './parse-filter.ts';
import { matchSearch, parseSearch } from './search.ts';
import { checkNames, shape } from './select.ts';

/** Most rows of a page, and how many come when nobody asks. */
const MOST_ROWS = 999;
const USUAL_ROWS = 100;

/** What a listing is made of. */
export interface Listing<T> {
  readonly entity: Entity<T>;
  readonly rows: readonly T[];
  /** `users`, `groups('…')/members`: what `@odata.context` names. */
  readonly context: string;
  /** Rows of a page when `$top` is missing. */
  readonly usual?: number;
}

/** Whether the caller accepts a slightly older answer, which advanced queries need. */
function isEventual(call: GraphCall): boolean {
  return call.headers.consistencylevel?.toLowerCase() === 'eventual';
}

/** Reads the filter of a call for this entity, and refuses what the directory refuses. */
export function readFilter<T>(call: GraphCall, entity: Entity<T>): Condition | null {
  const { query } = call;
  if (query.filter === null) return null;
  const condition = parseFilter(query.filter);
  if (entity.directory && uses(condition, 'contains')) {
    throw unsupportedQuery("Filter operator 'Contains' is not supported.");
  }
  return condition;
}

function checkConsistency(call: GraphCall, condition: Condition | null): void {
  const { query } = call;
  if (query.search !== null && !isEventual(call)) {
    throw badRequest(
      "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
    );
  }
  const advanced =
    (condition && isAdvanced(condition)) || (condition && query.orderby.length > 0) || query.count;
  if (!advanced) return;
  if (!isEventual(call)) throw unsupportedQuery('Unsupported Query.');
  if (!query.count && query.search === null) throw unsupportedQuery('Unsupported Query.');
}

function sorted<T>(rows: Shown<T>[], orderby: QueryOptions['orderby']): Shown<T>[] {
  const text = (row: Shown<T>, property: string) => String(row.full[property] ?? '').toLowerCase();
  return rows.toSorted((a, b) => {
    for (const { property, descending } of orderby) {
      const [left, right] = [text(a, property), text(b, property)];
      if (left !== right) return (left < right ? -1 : 1) * (descending ? -1 : 1);
    }
    return 0;
  });
}

/** The records that `$filter` and `$search` leave, in the order asked for. */
export function choose<T>(call: GraphCall, { entity, rows }: Listing<T>): readonly T[] {
  const { query } = call;
  const condition = readFilter(call, entity);
  if (entity.directory) checkConsistency(call, condition);
  const search = query.search === null ? null : parseSearch(query.search, entity.searchable);
  // Most listings ask for everything: only the page's rows are worth showing then.
  if (!condition && !search && query.orderby.length === 0) return rows;
  const shown = rows.map((record) => ({ record, full: entity.show(record) }));
  const first = shown[0];
  if (first) {
    const ordered = query.orderby.map((each) => each.property);
    checkNames(entity.name, first.full, [...(condition ? pathsOf(condition) : []), ...ordered]);
  }
  const left = shown.filter(
    ({ full }) =>
      (!condition || matchFilter(condition, full)) && (!search || matchSearch(search, full)),
  );
  const inOrder = query.orderby.length > 0 ? sorted(left, query.orderby) : left;
  return inOrder.map((each) => each.record);
}

/** Where a page starts: a token is opaque to the caller and holds the number of rows before it. */
function startOf(token: string | null): number {
  if (token === null) return 0;
  const start = Number(Buffer.from(token, 'base64url').toString('utf8'));
  if (!Number.isInteger(start) || start < 0)
    throw badRequest('The specified page token value is not valid.');
  return start;
}

/** The address of a page of the same listing. */
export function linkWith(call: GraphCall, name: string, token: string): string {
  const query = new URLSearchParams(call.query.given);
  query.delete('$deltatoken');
  query.set(name, token);
  // OData clients expect the dollar signs of option names as they are.
  const text = query.toString().replaceAll('%24', '$').replaceAll('+', '%20');
  return `${call.world.settings.origin}/${call.version}${call.path}?${text}`;
}

/** Answers a listing: filtered, searched, ordered, cut into pages, shaped. */
export function listReply<T>(call: GraphCall, listing: Listing<T>): Reply {
  const { query } = call;
  if (query.top !== null && query.top > MOST_ROWS) {
    throw badRequest(
      `Invalid page size specified: '${query.top}'. Must be between 1 and 999 inclusive.`,
    );
  }
  const chosen = choose(call, listing);
  const start = startOf(query.skiptoken);
  const size = query.top ?? listing.usual ?? USUAL_ROWS;
  const page = chosen.slice(start, start + size);
  const end = start + page.length;
  const next = Buffer.from(String(end)).toString('base64url');
  return {
    status: 200,
    body: {
      '@odata.context': contextOf(call, listing.context),
      ...(query.count ? { '@odata.count': chosen.length } : {}),
      ...(end < chosen.length ? { '@odata.nextLink': linkWith(call, '$skiptoken', next) } : {}),
      value: page.map((record) =>
        shape(listing.entity, { record, full: listing.entity.show(record) }, query),
      ),
    },
  };
}

/** Answers one object. */
export function oneReply<T>(call: GraphCall, entity: Entity<T>, record: T, context: string): Reply {
  const shown = shape(entity, { record, full: entity.show(record) }, call.query);
  return {
    status: 200,
    body: { '@odata.context': contextOf(call, `${context}/$entity`), ...shown },
  };
}

/** Answers `…/$count`: a number as text. */
export function countReply<T>(call: GraphCall, listing: Listing<T>): Reply {
  if (!isEventual(call)) {
    throw badRequest(
      "$count is not currently supported without the header 'ConsistencyLevel: eventual'.",
    );
  }
  const counted = choose({ ...call, query: { ...call.query, count: true } }, listing);
  return { status: 200, body: String(counted.length) };
}
