import { openText, sealText } from '../sealed-text.ts';

/**
 * Seals a redeem link for the database: whoever holds it can redeem. Bound to the guest's account, so
 * that it opens for no other row than his.
 *
 * @param key 32 bytes
 */
export function sealLink(key: Uint8Array, userId: string, link: string): string {
  return sealText(key, userId, link);
}

/** The link again; null where it was sealed with another key or for somebody else. */
export function openLink(key: Uint8Array, userId: string, sealed: string): string | null {
  return openText(key, userId, sealed);
}
