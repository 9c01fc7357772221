import { createHash } from 'node:crypto';

/** The same name gives the same id in every WoodGrove, so that tests and people can rely on it. */
export function guidOf(name: string): string {
  const hex = createHash('sha256').update(`woodgrove/${name}`).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}

/** A 32-digit hex text of a name, as Teams uses in thread ids. */
export function hexOf(name: string): string {
  return guidOf(name).replaceAll('-', '');
}
