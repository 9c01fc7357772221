import type { Condition } from './parse-filter.ts';

/** The values one of which a row must hold in `properties` to meet the condition; null: any row may. */
export function neededValues(
  condition: Condition | null,
  properties: readonly string[],
): string[] | null {
  if (!condition) return null;
  if (condition.kind === 'or') {
    const left = neededValues(condition.left, properties);
    const right = neededValues(condition.right, properties);
    return left && right ? [...left, ...right] : null;
  }
  if (condition.kind === 'and') {
    return neededValues(condition.left, properties) ?? neededValues(condition.right, properties);
  }
  if (condition.kind === 'compare') {
    const known = properties.includes(condition.path.join('/'));
    const { op, value } = condition;
    return known && op === 'eq' && typeof value === 'string' ? [value] : null;
  }
  if (condition.kind !== 'any' || !condition.inner) return null;
  const { path, variable, inner } = condition;
  const inside = properties
    .filter((name) => name.startsWith(`${path.join('/')}/`))
    .map((name) => name.replace(`${path.join('/')}/*`, variable));
  return neededValues(inner, inside);
}
