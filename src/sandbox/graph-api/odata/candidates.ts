import type { Condition } from './parse-filter.ts';

/**
 * The values one of which a row must hold in `properties` to meet the condition; null: any row may.
 * `knowsPrefix`: the index holds this prefix as a value of its own.
 */
export function neededValues(
  condition: Condition | null,
  properties: readonly string[],
  knowsPrefix: (property: string, prefix: string) => boolean = () => false,
): string[] | null {
  if (!condition) return null;
  const of = (part: Condition) => neededValues(part, properties, knowsPrefix);
  if (condition.kind === 'or') {
    const left = of(condition.left);
    const right = of(condition.right);
    return left && right ? [...left, ...right] : null;
  }
  if (condition.kind === 'and') return of(condition.left) ?? of(condition.right);
  if (condition.kind === 'startswith') {
    return knowsPrefix(condition.path.join('/'), condition.value) ? [condition.value] : null;
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
