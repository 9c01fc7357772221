import { badRequest } from '../graph-error.ts';

/** The query of a call. Names in lower case, with their `$`. */
export interface QueryOptions {
  readonly select: readonly string[] | null;
  readonly expand: readonly Expand[];
  readonly filter: string | null;
  readonly search: string | null;
  readonly orderby: readonly { readonly property: string; readonly descending: boolean }[];
  readonly top: number | null;
  readonly count: boolean;
  readonly skiptoken: string | null;
  readonly deltatoken: string | null;
  /** Every option as given, `$skiptoken` left out: what a next link repeats. */
  readonly given: URLSearchParams;
}

/** One property to expand, with its own `$select`. */
export interface Expand {
  readonly property: string;
  readonly select: readonly string[] | null;
}

const KNOWN = new Set([
  '$select',
  '$expand',
  '$filter',
  '$search',
  '$orderby',
  '$top',
  '$count',
  '$skiptoken',
  '$deltatoken',
  '$format',
  '@odata.id',
]);

function listOf(text: string | null): string[] | null {
  if (text === null) return null;
  const items = text.split(',').map((item) => item.trim());
  if (items.some((item) => item === '')) throw badRequest('An item of the list is empty.');
  return items;
}

/** `manager($select=id,displayName),sponsors` → two properties. */
function expandOf(text: string | null): Expand[] {
  if (text === null) return [];
  return text.split(/,(?![^()]*\))/).map((item) => {
    const parsed = /^\s*(\w+)\s*(?:\((.*)\))?\s*$/.exec(item);
    if (!parsed?.[1]) throw badRequest(`Parsing $expand failed at '${item}'.`);
    const inner = /(?:^|;)\s*\$select=([^;]*)/.exec(parsed[2] ?? '')?.[1] ?? null;
    return { property: parsed[1], select: listOf(inner) };
  });
}

function orderOf(text: string | null): QueryOptions['orderby'] {
  return (listOf(text) ?? []).map((item) => {
    const parsed = /^([\w/]+)(?:\s+(asc|desc))?$/i.exec(item);
    if (!parsed?.[1]) throw badRequest(`Parsing $orderby failed at '${item}'.`);
    return { property: parsed[1], descending: parsed[2]?.toLowerCase() === 'desc' };
  });
}

function topOf(text: string | null): number | null {
  if (text === null) return null;
  if (!/^[1-9]\d*$/.test(text)) throw badRequest(`Invalid value '${text}' for $top.`);
  return Number(text);
}

/** Reads the query of a call. Throws what Graph answers to a broken one. */
export function readOptions(search: string): QueryOptions {
  const given = new URLSearchParams(search);
  for (const name of given.keys()) {
    if (!KNOWN.has(name.toLowerCase())) {
      throw badRequest(`The query specified in the URI is not valid: '${name}' is not supported.`);
    }
    if (given.getAll(name).length > 1) {
      throw badRequest(`Query option '${name}' was specified more than once.`);
    }
  }
  const value = (name: string) => given.get(name);
  const count = value('$count');
  if (count !== null && !/^(true|false)$/i.test(count)) {
    throw badRequest(`Invalid value '${count}' for $count.`);
  }
  const skiptoken = value('$skiptoken');
  const options = {
    select: listOf(value('$select')),
    expand: expandOf(value('$expand')),
    filter: value('$filter'),
    search: value('$search'),
    orderby: orderOf(value('$orderby')),
    top: topOf(value('$top')),
    count: count?.toLowerCase() === 'true',
    skiptoken,
    deltatoken: value('$deltatoken'),
  };
  given.delete('$skiptoken');
  return { ...options, given };
}
