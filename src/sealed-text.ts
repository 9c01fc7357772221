import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals a text for the database. It opens with the same key and in the same place only.
 *
 * @param key 32 bytes
 * @param place where it belongs: an account, a column of a row; moved elsewhere it does not open
 */
export function sealText(key: Uint8Array, place: string, text: string): string {
  const iv = randomBytes(IV_BYTES);
  // Given as bytes, a key takes three times as long as all the rest.
  const cipher = createCipheriv(CIPHER, createSecretKey(key), iv).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** The text again; null where it was sealed with another key or for another place. */
export function openText(key: Uint8Array, place: string, sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length <= IV_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv(CIPHER, createSecretKey(key), bytes.subarray(0, IV_BYTES))
    .setAAD(Buffer.from(place))
    .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    const opened = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES));
    return Buffer.concat([opened, decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
