import { createHmac, hkdfSync } from 'node:crypto';

/** What links of the audit's chain are made with. */
export interface ChainKey {
  /** Tells keys apart without telling anything of them. */
  readonly id: string;
  readonly key: Buffer;
}

const PURPOSE = 'guestlist audit chain';

/**
 * The chain's key, derived from LINK_KEY: who has nothing but the database cannot compute a link of it.
 *
 * @param linkKey 32 bytes
 */
export function chainKey(linkKey: Uint8Array): ChainKey {
  const key = Buffer.from(hkdfSync('sha256', linkKey, '', PURPOSE, 32));
  const id = createHmac('sha256', key).update('id').digest('hex').slice(0, 8);
  return { id, key };
}
