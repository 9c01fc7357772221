import type { Texts } from './types.ts';

/** What a permission is for, and what stops without it. Throws an Error for one that has no texts. */
export function permissionTexts({ t }: Texts, name: string) {
  return { what: t(`permissions.for.${name}`), without: t(`permissions.without.${name}`) };
}
