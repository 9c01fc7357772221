import { badRequest } from '../graph-error.ts';
import type { Entity, Shown } from './entity.ts';
import type { QueryOptions } from './options.ts';

type Json = Readonly<Record<string, unknown>>;

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Keeps the wanted properties; annotations stay. */
function pick(row: Json, wanted: readonly string[]): Json {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) {
    if (name.startsWith('@') || wanted.includes(name)) kept[name] = value;
  }
  return kept;
}

function pickDeep(value: unknown, wanted: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((each) => pickDeep(each, wanted));
  return isJson(value) ? pick(value, wanted) : value;
}

/** Refuses names that the entity does not have. Directory objects of mixed kinds have each other's, too. */
export function checkNames(entityName: string, full: Json, names: readonly string[]): void {
  if (entityName === 'directoryObject') return;
  for (const name of names) {
    const first = name.split('/')[0] ?? name;
    if (first === '*' || Object.hasOwn(full, first)) continue;
    throw badRequest(
      `Could not find a property named '${first}' on type 'microsoft.graph.${entityName}'.`,
    );
  }
}

/** Shows a row as `$select` and `$expand` ask for it. */
export function shape<T>(
  entity: Entity<T>,
  { record, full }: Shown<T>,
  options: Pick<QueryOptions, 'select' | 'expand'>,
): Json {
  if (options.select) checkNames(entity.name, full, options.select);
  const wanted = options.select ?? entity.defaults;
  const shown: Record<string, unknown> = {
    ...(wanted && !wanted.includes('*') ? pick(full, wanted) : full),
  };
  for (const { property, select } of options.expand) {
    const expand = entity.expands?.[property];
    if (!expand) {
      throw badRequest(
        `Parsing OData Select and Expand failed: Could not find a property named '${property}' on type 'microsoft.graph.${entity.name}'.`,
      );
    }
    const value = expand(record);
    shown[property] = select ? pickDeep(value, select) : value;
  }
  return shown;
}
