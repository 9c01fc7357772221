/** The mark that nothing which was read from JSON can carry. */
const OF = Symbol('of');

/** Something about a person, on its way into an audit row: written so that it can be forgotten. */
export interface Personal {
  readonly [OF]: string;
  /** What is sealed under his key; undefined: he himself is meant, and his ref is all that is written. */
  readonly value: unknown;
}

/** What stands in the audit row instead. */
export interface SealedInRow {
  /** The person's ref. */
  readonly person: string;
  /** What is known of him, sealed; left out where he himself is meant. */
  readonly sealed?: string;
}

/** A value of this person's (Entra object id or address): readable for as long as his key is there. Nothing stays nothing. */
export function sealedFor(who: string, value: unknown): Personal | null {
  return value === null || value === undefined ? null : { [OF]: who, value };
}

/** The person himself (Entra object id or address), by nothing but his ref. */
export function theOne(who: string): Personal {
  return { [OF]: who, value: undefined };
}

/** Whose it is, as `sealedFor` was told. */
export function ownerOf(personal: Personal): string {
  return personal[OF];
}

/**
 * Puts something else in the place of each personal value.
 *
 * @param place where `value` stands: names of properties and positions, joined by dots
 */
export function replacePersonal(
  value: unknown,
  place: string,
  replace: (personal: Personal, place: string) => unknown,
): unknown {
  if (isPersonal(value)) return replace(value, place);
  return mapInside(value, place, (each, inside) => replacePersonal(each, inside, replace));
}

/** Puts something else in the place of each `SealedInRow`, in what was read from an audit row. */
export function replaceSealed(
  value: unknown,
  place: string,
  replace: (sealed: SealedInRow, place: string) => unknown,
): unknown {
  if (isSealedInRow(value)) return replace(value, place);
  return mapInside(value, place, (each, inside) => replaceSealed(each, inside, replace));
}

function mapInside(
  value: unknown,
  place: string,
  map: (value: unknown, place: string) => unknown,
): unknown {
  if (Array.isArray(value)) return value.map((each, index) => map(each, `${place}.${index}`));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, map(each, `${place}.${name}`)]),
  );
}

function isPersonal(value: unknown): value is Personal {
  return typeof value === 'object' && value !== null && OF in value;
}

function isSealedInRow(value: unknown): value is SealedInRow {
  return (
    typeof value === 'object' &&
    value !== null &&
    'person' in value &&
    typeof value.person === 'string'
  );
}
