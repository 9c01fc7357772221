import type { CompareOp, Condition, Literal } from './parse-filter.ts';

type Bindings = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path, from a lambda's variable where the path begins with one. */
function valueAt(row: unknown, path: readonly string[], bound: Bindings): unknown {
  const [first, ...rest] = path;
  const isBound = first !== undefined && Object.hasOwn(bound, first);
  let value: unknown = isBound ? bound[first] : row;
  for (const part of isBound ? rest : path) {
    if (part === '$count') return Array.isArray(value) ? value.length : 0;
    value = isRecord(value) ? value[part] : undefined;
  }
  return value ?? null;
}

/** The directory compares text without case. */
function plain(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

function order(left: unknown, right: Literal): number | null {
  if (left === null || right === null) return null;
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const [a, b] = [String(left), String(right)];
  const [dateA, dateB] = [Date.parse(a), Date.parse(b)];
  if (/^\d{4}-/.test(a) && !Number.isNaN(dateA) && !Number.isNaN(dateB)) return dateA - dateB;
  return a.toLowerCase() < b.toLowerCase() ? -1 : Number(a.toLowerCase() > b.toLowerCase());
}

function compare(op: CompareOp, left: unknown, right: Literal): boolean {
  if (op === 'eq') return plain(left) === plain(right);
  if (op === 'ne') return plain(left) !== plain(right);
  const ordered = order(left, right);
  if (ordered === null) return false;
  if (op === 'gt') return ordered > 0;
  if (op === 'ge') return ordered >= 0;
  return op === 'lt' ? ordered < 0 : ordered <= 0;
}

function matchText(kind: 'startswith' | 'endswith' | 'contains', value: unknown, part: string) {
  if (typeof value !== 'string') return false;
  const [whole, wanted] = [value.toLowerCase(), part.toLowerCase()];
  if (kind === 'startswith') return whole.startsWith(wanted);
  return kind === 'endswith' ? whole.endsWith(wanted) : whole.includes(wanted);
}

/** Whether a row, as Graph would show it in full, meets a condition. */
export function matchFilter(condition: Condition, row: unknown, bound: Bindings = {}): boolean {
  switch (condition.kind) {
    case 'and':
      return matchFilter(condition.left, row, bound) && matchFilter(condition.right, row, bound);
    case 'or':
      return matchFilter(condition.left, row, bound) || matchFilter(condition.right, row, bound);
    case 'not':
      return !matchFilter(condition.inner, row, bound);
    case 'compare':
      return compare(condition.op, valueAt(row, condition.path, bound), condition.value);
    case 'in': {
      const value = plain(valueAt(row, condition.path, bound));
      return condition.values.some((each) => plain(each) === value);
    }
    case 'any':
    case 'all': {
      const items = valueAt(row, condition.path, bound);
      if (!Array.isArray(items)) return condition.kind === 'all';
      const { inner, variable } = condition;
      if (!inner) return items.length > 0;
      const meets = (item: unknown) => matchFilter(inner, row, { ...bound, [variable]: item });
      return condition.kind === 'any' ? items.some(meets) : items.every(meets);
    }
    default:
      return matchText(condition.kind, valueAt(row, condition.path, bound), condition.value);
  }
}
